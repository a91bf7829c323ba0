"""Screenshots of every kind of page, at both widths and modes, into ``shots/`` (ignored by git)."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import gallery
from tests.browser.chromium import launch, open_page

OUT = gallery.ROOT / "shots"


def main() -> None:
    """Build the gallery's site and photograph it."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = gallery.site(Path(folder))
        browser = launch(play)
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page, _ = open_page(browser, width, scheme)
                for name, path in gallery.kinds(site).items():
                    page.goto((site / path).as_uri())
                    page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=True)
        browser.close()
    print(f"the pictures are in {OUT}")


if __name__ == "__main__":
    main()
