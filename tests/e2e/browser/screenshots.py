"""Takes screenshots of the page: one for the documents, and into a folder one for each size, scheme and device."""

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import ROOT, RUN, running

DOCUMENTED: Final = ROOT / "docs" / "simulator.png"
SIZES: Final[dict[str, ViewportSize]] = {
    "phone": {"width": 360, "height": 740},
    "window": {"width": 1120, "height": 680},
    "tablet": {"width": 820, "height": 1180},
    "desktop": {"width": 1440, "height": 900},
}


def take(browser: Browser, url: str, file: Path, **context: Any) -> None:
    """Save the page when it opens, after two answers, and then in full length."""
    with closing(browser.new_context(**context)) as opened:
        page = opened.new_page()
        page.goto(url)
        simulator = SimulatorPage(page).ready().mute()
        page.screenshot(path=file.with_stem(f"{file.stem}-first"))
        simulator.set_device(file.stem.partition("_")[2])
        simulator.say("open trust steps")
        simulator.say("tell me about setting boundaries")
        page.screenshot(path=file)
        page.screenshot(path=file.with_stem(f"{file.stem}-full"), full_page=True)


def main(folder: Path | None) -> None:
    with (
        TemporaryDirectory() as scratch,
        running(RUN, Path(scratch)) as service,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS)) as browser,
    ):
        screenshots = folder or Path(scratch)
        screenshots.mkdir(parents=True, exist_ok=True)
        for name, size in SIZES.items():
            for scheme in ("light", "dark"):
                for device in ("echo", "show-8"):
                    file = screenshots / f"{name}-{scheme}_{device}.png"
                    take(browser, service.url, file, viewport=size, color_scheme=scheme)
        DOCUMENTED.parent.mkdir(exist_ok=True)
        DOCUMENTED.write_bytes((screenshots / "window-light_show-8.png").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
