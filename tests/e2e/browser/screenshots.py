"""Takes screenshots of the page: two for the documents, and into a folder some for each size, scheme and device."""

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import ROOT, RUN, running

AUTOPLAY: Final = "--autoplay-policy=no-user-gesture-required"
DOCUMENTED: Final = {
    ROOT / "docs" / "simulator.png": "window-light_echo.png",
    ROOT / "docs" / "inspector.png": "desktop-light_echo-inspect.png",
}
"""By what they show: a calm conversation, and what is behind it."""

SIZES: Final[dict[str, ViewportSize]] = {
    "phone": {"width": 390, "height": 844},
    "window": {"width": 1120, "height": 720},
    "tablet": {"width": 768, "height": 1024},
    "desktop": {"width": 1440, "height": 900},
}


def take(browser: Browser, url: str, file: Path, **context: Any) -> None:
    """Save the page when it opens, while it speaks, while it inspects, and then in full length."""
    with closing(browser.new_context(**context)) as opened:
        page = opened.new_page()
        page.goto(url)
        simulator = SimulatorPage(page).ready()
        page.screenshot(path=file.with_stem(f"{file.stem}-first"))
        simulator.set_device(file.stem.partition("_")[2])
        page.mouse.move(0, 0)
        for sentence in ("open trust steps", "step one", "done with this step", "i need clearer limits"):
            simulator.say(sentence)
        simulator.plays_longer_than(2.5)
        page.screenshot(path=file)
        simulator.inspect()
        page.mouse.move(0, 0)
        page.screenshot(path=file.with_stem(f"{file.stem}-inspect"))
        page.screenshot(path=file.with_stem(f"{file.stem}-full"), full_page=True)


def main(folder: Path | None) -> None:
    with (
        TemporaryDirectory() as scratch,
        running(RUN, Path(scratch)) as service,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS, AUTOPLAY]) as browser,
    ):
        screenshots = folder or Path(scratch)
        screenshots.mkdir(parents=True, exist_ok=True)
        for name, size in SIZES.items():
            for scheme in ("light", "dark"):
                for device in ("echo", "show-8"):
                    file = screenshots / f"{name}-{scheme}_{device}.png"
                    take(browser, service.url, file, viewport=size, color_scheme=scheme)
        for documented, name in DOCUMENTED.items():
            documented.write_bytes((screenshots / name).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
