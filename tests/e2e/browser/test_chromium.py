import pytest

from tests.e2e.browser.conftest import CHROMIUM


def test_there_is_a_browser_to_try_the_page_in() -> None:
    if CHROMIUM is None:
        pytest.skip("the page was not tried: Chromium is not installed (Debian and Ubuntu: apt install chromium)")
