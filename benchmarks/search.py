#!/usr/bin/env python3
"""Search at the size of a country: build time, memory, bytes per query, answers, recall.

Usage: benchmarks/search.py [--reports 100]: department-years; a country has 2,500 and more.
Prints a table; asserts nothing.
Forged reports are kept pickled in a temporary folder, so that making them is not measured (taking
them out again is). The browser measures over http with gzip; "CPU x4" is its own throttling.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import pickle
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from forged_corpus import Forged, forge  # noqa: E402

from finalaccounts.site.search.entries import CODE, FIGURE, TEXT, entries  # noqa: E402
from finalaccounts.site.search.fold import fold, without_separators  # noqa: E402

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]  # fmt: skip


def load(path: Path) -> Iterator[Forged]:
    with path.open("rb") as handle:
        while True:
            try:
                yield pickle.load(handle)  # noqa: S301
            except EOFError:
                return


def write(files: Iterator[tuple[str, bytes]], out: Path) -> tuple[int, int]:
    folders, many, size = set(), 0, 0
    for name, data in files:
        path = out / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(data)
        many, size = many + 1, size + len(data)
    return many, size


def child(stage: str, pickled: Path, out: Path) -> None:
    from finalaccounts.site.search import build, extend, found

    start = time.perf_counter()
    items = (found(item.report, item.reconciled.findings) for item in load(pickled))
    many, size = write({"build": build, "extend": extend}[stage](items), out)
    print(json.dumps({"seconds": time.perf_counter() - start, "files": many, "bytes": size}))


def tree_memory(root: int) -> float:
    """Return the proportional memory of a process and its children, in MB."""
    total, todo = 0, [root]
    while todo:
        pid = todo.pop()
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return total / 1024


def measured(stage: str, pickled: Path, out: Path) -> dict[str, float]:
    run = subprocess.Popen(
        [sys.executable, __file__, "--child", stage, pickled, out],
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = 0.0
    while run.poll() is None:
        peak = max(peak, tree_memory(run.pid))
        time.sleep(0.2)
    assert run.stdout
    return {**json.loads(run.stdout.read()), "megabytes": peak}


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, sent, asked = True, 0, 0


class Gzip(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        data = gzip.compress(path.read_bytes(), 6)
        self.server.sent += len(data)  # type: ignore[attr-defined]
        self.server.asked += 1  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header(
            "Content-Type",
            "text/javascript" if path.suffix == ".js" else "text/html; charset=utf-8",
        )
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


def draws(pickled: Path, r: random.Random) -> dict[str, list[str]]:
    """Return strings as a reader may type them: 2 to 8 characters from anywhere."""
    pools: dict[str, list[str]] = {"prose": [], "names": [], "departments": []}
    for i, item in enumerate(load(pickled)):
        pools["departments"].append(item.report.meta.entity)
        if i % 10 == 0:
            for entry in entries(item.report, item.reconciled.findings):
                if entry.kind != FIGURE:
                    pools["prose" if entry.kind >= TEXT - 1 else "names"].append(entry.text)
    found = {}
    for name, texts in pools.items():
        rows = []
        for text in r.choices(texts, [len(t) for t in texts], k=120):
            size = min(len(text), r.randint(2, 8))
            start = r.randint(0, len(text) - size)
            rows.append(text[start : start + size])
        found[name] = rows
    return found


def truth(pickled: Path, queries: list[str]) -> list[int]:
    """Count every occurrence with a plain ``in``."""
    asked = [(fold(q), without_separators(fold(q))) for q in queries]
    counts, known = [0] * len(queries), {}
    for item in load(pickled):
        for entry in entries(item.report, item.reconciled.findings):
            key = entry.kind, entry.text
            if key not in known:
                folded = fold(entry.text)
                bare = without_separators(folded)
                digits = len(folded) - len(folded.lstrip("0123456789"))
                if entry.kind == CODE:
                    hits = [
                        i
                        for i, (q, _) in enumerate(asked)
                        if folded.startswith(q) or q in folded[digits:]
                    ]
                elif entry.kind == FIGURE:
                    hits = [
                        i
                        for i, (q, b) in enumerate(asked)
                        if folded.startswith(b) and set(q) <= set("0123456789.,") and q[0].isdigit()
                    ]
                else:
                    hits = [
                        i for i, (q, b) in enumerate(asked) if q in folded or q in bare or b in bare
                    ]
                known[key] = hits
            for i in known[key]:
                counts[i] += 1
    return counts


ANSWER = """async ([q, fresh]) => { if (fresh || !window.engine) window.engine = await mingzhang.open("");
  const once = async () => { const r = await engine.query(q, {}); await r.page(0, 11); return r; };
  const results = await once(); const start = performance.now(); await once();
  return [mingzhang.KINDS.reduce((n, k) => n + results.counts[k], 0), performance.now() - start]; }"""


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def ask(folder: Path, pickled: Path) -> None:
    from playwright.sync_api import sync_playwright

    r = random.Random(3)  # noqa: S311
    queries = draws(pickled, r)
    page_html = "<!doctype html><meta charset=utf-8>" + "".join(
        f'<script src="../assets/{n}"></script>' for n in ("search-index.js", "search-query.js")
    )
    (folder / "search" / "index.html").write_text(page_html)
    shutil.copytree(ROOT / "templates" / "assets", folder / "assets", dirs_exist_ok=True)
    server = Server(("127.0.0.1", 0), lambda *a: Gzip(*a, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        page = browser.new_page()

        def opened() -> None:
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/search/index.html")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})

        every: list[tuple[str, int]] = []
        for name, texts in queries.items():
            first, later, times = [], [], []
            for q in texts[:40]:
                browser_context = browser.new_context()
                page = browser_context.new_page()
                opened()
                server.sent = 0
                page.evaluate(ANSWER, [q, True])
                first.append(server.sent / 1000)
                browser_context.close()
            page = browser.new_page()
            opened()
            for i, q in enumerate(texts):
                server.sent = 0
                count, took = page.evaluate(ANSWER, [q, False])
                every.append((q, count))
                times.append(took)
                if i:
                    later.append(server.sent / 1000)
            print(f"{name:12} first query KB: median {statistics.median(first):5.0f}, 95 % {share(first, 0.95):5.0f}; "
                  f"later KB: median {statistics.median(later):5.0f}, 95 % {share(later, 0.95):5.0f}; "
                  f"answer ms at CPU x4: median {statistics.median(times):4.0f}, 95 % {share(times, 0.95):4.0f}, max {max(times):4.0f}")  # fmt: skip
        browser.close()
    server.shutdown()
    checked = r.sample(every, 120)
    right = truth(pickled, [q for q, _ in checked])
    same = sum(count == n for (_, count), n in zip(checked, right, strict=True))
    print(f"exact counts: {same} of {len(checked)} equal a plain in")


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        return child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=100, help="department-years")
    count = options.parse_args().reports
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pickled, one, out = folder / "all.pickle", folder / "one.pickle", folder / "site"
        with pickled.open("wb") as handle:
            for item in forge(count):
                pickle.dump(item, handle, protocol=5)
        with one.open("wb") as handle:
            pickle.dump(next(islice(forge(1, seed=99), 1)), handle, protocol=5)
        built = measured("build", pickled, out / "search")
        print(f"{count} department-years: {built['seconds']:.1f} s, {built['megabytes']:.0f} MB (all processes), "
              f"{built['files']} files, {built['bytes'] / 1e6:.0f} MB")  # fmt: skip
        ask(out, pickled)
        more = measured("extend", one, folder / "more")
        print(
            f"one report more: {more['seconds']:.2f} s, {more['files']} files, {more['bytes'] / 1000:.0f} KB"
        )


if __name__ == "__main__":
    main()
