"""The command ``serve``: the site on this machine, made anew when something it is made of changes.

A changed report shows within a second: its own pages are drawn at once, over those of the site,
while the whole site is built by another process (which also takes up changed code). What goes
wrong is said in the terminal and on every page, which stays as it was.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import typer

from finalaccounts.exit_codes import USAGE
from finalaccounts.home import shipped
from finalaccounts.options import DATA, SITE, Data, fail
from finalaccounts.watching import Watch

_HOME = "127.0.0.1"
_OURS = {"127.0.0.1", "localhost"}
_WAIT = 20.0  # a page asks again after so long without news
_POLICY = re.compile(rb"<meta http-equiv=Content-Security-Policy [^>]*>")
_LIVE = """
var seen = %d;
(function ask() {
  fetch("/-/news?seen=" + seen).then(function (r) { return r.json(); }).then(function (n) {
    if (n.pages !== %d) location.reload(); else { seen = n.seen; show(n); ask(); }
  }, function () { setTimeout(ask, 1000); });
})();
function show(n) {
  var bar = document.getElementById("mz-live");
  bar.textContent = n.error || (n.busy ? "building the whole site …" : "");
  bar.style.display = bar.textContent ? "block" : "none";
}
"""
_BAR = (
    '<pre id="mz-live" style="position:fixed;z-index:9;left:0;right:0;bottom:0;margin:0;padding:8px;'
    "max-height:40vh;overflow:auto;white-space:pre-wrap;background:#fff3cd;color:#5c1a00;"
    'border-top:2px solid #b35900;font:13px monospace;display:%s">%s</pre>'
)


class Live:
    """What is served now: the site, pages drawn over it, and what went wrong."""

    def __init__(self, data: Path, out: Path, say: Callable[[str], None]) -> None:
        self.data, self.out, self.say = data.resolve(), out.resolve(), say
        self.over: dict[str, bytes] = {}
        self.error = ""
        self.busy = False
        self.pages = self.seen = 0
        self._news = threading.Condition()

    def news(self, seen: int) -> dict[str, Any]:
        """Return what there is to know, at once where ``seen`` is not the newest."""
        with self._news:
            self._news.wait_for(lambda: self.seen != seen, _WAIT)
            return {
                "seen": self.seen,
                "pages": self.pages,
                "error": self.error,
                "busy": self.busy,
            }

    def tell(self, pages: bool = False, **now: Any) -> None:
        """Change what is served and wake the pages that wait."""
        with self._news:
            for name, value in now.items():
                setattr(self, name, value)
            self.seen += 1
            self.pages += pages
            self._news.notify_all()

    def draw(self, folders: Iterable[Path]) -> None:
        """Draw the pages of changed reports over those of the site."""
        over = dict(self.over)
        began = time.perf_counter()
        try:
            for folder in folders:
                over |= drawn(self.data, folder)
        except Exception as error:
            from finalaccounts.exits import set_aside
            from finalaccounts.reference import ReferenceDataError

            said = str(error) if isinstance(error, ReferenceDataError) else set_aside(error)
            self.say(said)
            self.tell(error=said)
            return
        self.say(f"drawn in {time.perf_counter() - began:.2f} s")
        self.tell(pages=True, over=over, error="")

    def warm(self) -> None:
        """Load what drawing needs, so that the first change shows as soon as the others."""
        from finalaccounts.loading import folders

        with suppress(Exception):  # said when the report is changed, and by the build
            drawn(self.data, folders(self.data)[0])

    def build(self) -> None:
        """Build the whole site in another process; where that fails, what stood is served."""
        self.tell(busy=True)
        asked = (
            "-m",
            "finalaccounts",
            "build",
            "--data",
            self.data,
            "--out",
            self.out,
            "-q",
            "--no-previews",
        )
        here = str(Path(__file__).resolve().parents[1])
        paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        done = subprocess.run(
            [sys.executable, *map(str, asked)],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        )
        said = done.stderr.decode("utf-8", "replace").strip()
        if said:
            self.say(said)
        if done.returncode:
            self.tell(busy=False, error=said or f"the build ended with {done.returncode}")
        else:
            self.tell(pages=True, busy=False, error=said, over={})


def drawn(data: Path, folder: Path) -> dict[str, bytes]:
    """Return the pages of one report by address; raises what loading and drawing raise."""
    from finalaccounts.checking import checked
    from finalaccounts.render import report as draw
    from finalaccounts.render.shell import Shell, site_facts

    if not folder.is_dir():
        return {}
    (one,), _ = _whole(*checked(data, [folder]))
    years = tuple(int(f.name) for f in folder.parent.iterdir() if f.name.isdigit())
    return {file.path: file.data for file in draw(one, years, Shell(site_facts(data)))}


def _whole(reports: list[Any], unread: list[str]) -> tuple[list[Any], list[str]]:
    if unread:
        raise ValueError("\n".join(unread))
    return reports, unread


class Handler(SimpleHTTPRequestHandler):
    """Serves the site with what is drawn over it; every page hears of the next change."""

    def __init__(self, *args: Any, live: Live, **kwargs: Any) -> None:
        self.live = live
        super().__init__(*args, directory=str(live.out), **kwargs)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what matters is said by the watch."""

    def do_GET(self) -> None:
        """Answer a page, a file, or a page that waits for news."""
        if (self.headers.get("Host") or "").partition(":")[0] not in _OURS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        address = urlsplit(self.path)
        if address.path == "/-/news":
            seen = re.search(r"seen=(\d+)", address.query)
            self._send(json.dumps(self.live.news(int(seen[1]) if seen else -1)).encode(), "json")
            return
        path = unquote(address.path).lstrip("/")
        if not path or path.endswith("/"):
            path += "index.html"
        data = self.live.over.get(path)
        file = Path(self.translate_path(f"/{path}"))
        if data is None and path.endswith(".html") and file.is_file():
            data = file.read_bytes()
        if data is None or not path.endswith(".html"):
            if data is not None:
                self._send(data, path.rpartition(".")[2])
            elif file.is_file():
                super().do_GET()
            elif not self.live.pages:
                self._send(self._dressed(b"<p>building the site for the first time"), "html")
            else:
                self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._send(self._dressed(data), "html")

    def _dressed(self, page: bytes) -> bytes:
        """Return a page with the bar for errors and the script that hears of changes."""
        live = self.live
        said = html.escape(live.error)
        bar = _BAR % ("block" if said else "none", said)
        more = f"{bar}<script>{_LIVE % (live.seen, live.pages)}</script>"
        return _POLICY.sub(b"", page, count=1) + more.encode()

    def _send(self, data: bytes, kind: str) -> None:
        types = {"html": "text/html", "json": "application/json", "svg": "image/svg+xml"}
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{types.get(kind, 'text/plain')}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)


def serve(data: Path, out: Path, port: int) -> None:
    """Serve the site and build it again on every change, until the program is ended."""
    from watchdog.observers import Observer

    from finalaccounts import reference
    from finalaccounts.say import plain, say

    live = Live(data, out, lambda text: say.print(plain(text)))
    watch = Watch(live)
    try:
        server = ThreadingHTTPServer((_HOME, port), partial(Handler, live=live))
    except OSError as error:
        fail(USAGE, f"--port {port}: {error.strerror}; another one, or 0 for any that is free")
    server.daemon_threads = True
    observer = Observer()
    places = (data, reference.ROOT, *map(shipped, ("templates", "site_src", "tests/rules")))
    for place in (*places, Path(__file__).parent):
        if place.is_dir():
            observer.schedule(watch, str(place.resolve()), recursive=True)  # type: ignore[arg-type]
    observer.start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say.print(f"the site is on http://{_HOME}:{server.server_port}/ ; Ctrl+C ends it")
    try:
        live.build()
        live.warm()
        watch.run()
    except KeyboardInterrupt:
        say.print("ended")
    finally:
        server.shutdown()
        observer.stop()


def commands(app: typer.Typer) -> None:
    """Hang ``serve`` onto the command line."""

    @app.command("serve")
    def serve_command(
        data: Data = DATA,
        out: Annotated[Path, typer.Option(help="Folder of the site.")] = SITE,
        port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 8000,
    ) -> None:
        """Serve the site on this machine and make it anew on every change."""
        serve(data, out, port)
