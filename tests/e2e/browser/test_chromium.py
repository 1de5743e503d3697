import pytest

from tests.e2e.browser.conftest import CHROMIUM


def test_chromium_is_installed() -> None:
    if CHROMIUM is None:
        pytest.skip("the page was not tested: Chromium is not installed (Debian and Ubuntu: apt install chromium)")
