"""``serve``: a change shows, an error is told on the page, only this machine is answered."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from finalaccounts.serving import Live, drawn
from tests.test_build import ROOT
from tests.test_maintainer import HERE, put
from tests.test_maintainer import data as data
from tests.test_maintainer import filed as filed
from tests.test_maintainer import kept as kept

REPLY = '[[reply]]\nfinding = "{}"\ndate = 2026-01-07\nby = "x"\ntext = "{}"\n'
FINDING = "N01.R02.text.summary.yoy_rate"


@pytest.fixture
def server(filed, tmp_path):
    asked = ("serve", "--data", filed, "--out", tmp_path / "site", "--port", "0")
    told = []
    with subprocess.Popen(
        [sys.executable, ROOT / "build.py", *map(str, asked)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as done:
        threading.Thread(target=lambda: told.extend(done.stderr), daemon=True).start()
        try:
            yield lambda: "".join(told)
        finally:
            os.killpg(done.pid, signal.SIGKILL)


def until(get, what, seconds=90):
    """Wait for ``what`` in what ``get`` returns."""
    end = time.monotonic() + seconds
    while not (found := re.search(what, last := get())):
        assert time.monotonic() < end, f"{what!r} did not come: {last[-2000:]}"
        time.sleep(0.05)
    return found


def test_a_change_shows_and_an_error_is_told(server, filed, tmp_path):
    address = until(server, r"http://127\.0\.0\.1:\d+/")[0]

    def page(path="d/610929/shuiliju/2023/", host=""):
        connection = http.client.HTTPConnection(address.split("/")[2], timeout=60)
        connection.request("GET", f"/{path.lstrip('/')}", headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else f"HTTP {answer.status}"

    until(page, "白河县水利局")
    until(lambda: page("/-/news?seen=-1"), '"busy": false')
    put(filed / HERE / "replies.toml", REPLY.format(FINDING, "两处口径不同"))
    until(page, "两处口径不同")
    put(filed / HERE / "replies.toml", REPLY.format("N01.R09.x", "别的话"))
    until(page, r"mz-live[^>]*display:block[^>]*>[^<]*no finding &#x27;N01\.R09")
    assert "两处口径不同" in page() and "no finding" in server()
    put(filed / HERE / "replies.toml", REPLY.format(FINDING, "改好了"))
    until(page, "改好了")
    until(lambda: page("/-/news?seen=-1"), '"busy": false')
    assert 'display:none"></pre>' in page() and "改好了" in page()
    built = tmp_path / "site/d/610929/shuiliju/2023/index.html"
    assert "改好了" in built.read_text("utf-8") and "mz-live" not in built.read_text("utf-8")
    assert page(host="evil.example") == "HTTP 403"
    assert page("../../../../etc/hostname") == page("nowhere") == "HTTP 404"


def test_a_report_that_cannot_be_read_keeps_its_page(filed):
    said = []
    live = Live(filed, filed.parent / "site", said.append)
    live.draw([filed / HERE])
    before = dict(live.over)
    assert before.keys() == drawn(filed, filed / HERE).keys() and not live.error
    put(filed / HERE / "figures.csv", "nothing")
    live.draw([filed / HERE])
    assert "figures.csv" in live.error and live.over == before and said[-1] == live.error
