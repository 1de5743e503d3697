"""Pictures of the page for people to look at: for the documents, and of every size and scheme into a folder."""

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.visit import Visit
from tests.support.process import ROOT, RUN, running

SHOWN: Final = ROOT / "docs" / "desk.png"
SIZES: Final[dict[str, ViewportSize]] = {
    "phone": {"width": 360, "height": 740},
    "window": {"width": 1120, "height": 680},
    "tablet": {"width": 820, "height": 1180},
    "desktop": {"width": 1440, "height": 900},
}


def take(browser: Browser, url: str, file: Path, **context: Any) -> None:
    """What a newcomer sees, what is seen after two answers, and the whole page then."""
    with closing(browser.new_context(**context)) as opened:
        page = opened.new_page()
        page.goto(url)
        visit = Visit(page).ready().be_quiet()
        page.screenshot(path=file.with_stem(f"{file.stem}-first"))
        visit.takes(file.stem.partition("_")[2])
        visit.says("open trust steps")
        visit.says("tell me about setting boundaries")
        page.screenshot(path=file)
        page.screenshot(path=file.with_stem(f"{file.stem}-whole"), full_page=True)


def main(folder: Path | None) -> None:
    with (
        TemporaryDirectory() as scratch,
        running(RUN, Path(scratch)) as service,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS)) as browser,
    ):
        pictures = folder or Path(scratch)
        pictures.mkdir(parents=True, exist_ok=True)
        for name, size in SIZES.items():
            for scheme in ("light", "dark"):
                for kind in ("echo", "show-8"):
                    file = pictures / f"{name}-{scheme}_{kind}.png"
                    take(browser, service.url, file, viewport=size, color_scheme=scheme)
        SHOWN.parent.mkdir(exist_ok=True)
        SHOWN.write_bytes((pictures / "window-light_show-8.png").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
