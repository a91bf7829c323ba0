"""The browser of the tests: the system's Chromium, told to talk to nobody, and a server for it."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def launch(play: Playwright) -> Browser:
    """Start the system's Chromium."""
    return play.chromium.launch(executable_path=CHROMIUM, args=ARGS)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields the address of its root, ending in a slash."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def open_page(
    browser: Browser, width: int, scheme: str = "light", *, script: bool = True
) -> tuple[Page, list[str]]:
    """Return a page of a width and colour scheme, and the list of its requests to come."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    return page, requests
