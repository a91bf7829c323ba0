"""``python -m tests.assemble.kills``: kill commands at many moments and print what was left.

A command runs in a process that ends itself (SIGKILL, nothing is cleaned up) at its n-th change of
the file system: a file opened for writing, a rename, a link, a removal, a new folder. Afterwards
everything must be as before the command or as after it, files of others must be there, and the
same command must then come to the same end. ``--moments`` says how many moments of each command.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHANGES = frozenset(
    {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.utime", "ctypes.dlsym"}
)
WRITES = os.O_WRONLY | os.O_RDWR
FOREIGN = {"CNAME": b"x.org", "notes/a": b"a"}  # in the site, put there by somebody else
MOMENTS = {"build": 50, "add": 20, "refresh": 20, "release": 20}
Tree = dict[str, bytes]


def child(moment: int, words: list[str], count: Path) -> None:
    """Run a command line and end at the ``moment``-th change, or write how many there were."""
    left, own = moment, os.getpid()

    def seen(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if os.getpid() != own:
            return
        if event == "open":
            path, _, flags = arguments
            if not (flags or 0) & WRITES or not isinstance(path, str) or path.startswith("/dev/"):
                return
        elif event not in CHANGES:
            return
        left -= 1
        if left == 0:
            os.kill(own, signal.SIGKILL)

    import build

    sys.argv = ["build.py", *words]
    sys.addaudithook(seen)
    code = 0
    try:
        build.main()
    except SystemExit as error:
        code = int(error.code or 0)
    done = moment - left
    left = 0
    count.write_text(str(done), "utf-8")
    sys.exit(code)


def run(moment: int, words: Iterable[str | Path], at: Path) -> tuple[int, int]:
    """Run a command in a process of its own; return its exit code and its changes so far."""
    count = at / "count"
    count.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.assemble.kills", "--child", str(moment), str(count)]
    with (at / "said").open("wb") as said:
        done = subprocess.run(
            [*command, *map(str, words)],
            cwd=ROOT,
            stdout=said,
            stderr=said,
            check=False,
            env={**os.environ, "MINGZHANG_TRACE": "1"},
        )
    return done.returncode, int(count.read_text("utf-8")) if count.exists() else 0


def tree(folder: Path) -> Tree:
    """Return the files below a folder by name, with the hash of each."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).digest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def shown(folder: Path) -> Tree:
    """Return what a reader of the data sees: nothing hidden, no release that is not listed."""
    listed = folder / "releases" / "releases.toml"
    names = (
        set(re.findall(r'^name = "(.+)"', listed.read_text("utf-8"), re.M))
        if listed.exists()
        else set()
    )
    found = {}
    for name, data in tree(folder).items():
        parts = name.split("/")
        hidden = any(part.startswith(".") for part in parts)
        unlisted = parts[0] == "releases" and len(parts) > 2 and parts[1] not in names
        if not hidden and not unlisted:
            found[name] = data
    return found


@dataclass(frozen=True)
class Case:
    """A command to be killed: how the folder is prepared, its words, and what is looked at."""

    name: str
    prepare: Callable[[Path], None]
    words: Callable[[Path], list[str | Path]]
    look: Callable[[Path], Tree]
    each: bool = False  # of many reports, each is as before or as after


def _base(at: Path) -> None:
    from tests import gallery

    gallery.data_folder(at, real=False)


def _built(at: Path) -> None:
    """A published site with files of others, and a report that has changed since."""
    _base(at)
    run(0, _build(at), at)
    for name, data in FOREIGN.items():
        (at / "site" / name).parent.mkdir(exist_ok=True)
        (at / "site" / name).write_bytes(data)
    shutil.rmtree(at / "data" / "reports" / "000000" / "shuiliju" / "2021")


def _stale(at: Path) -> None:
    """A report whose tables were read by an earlier version: refresh writes them anew."""
    _base(at)
    for folder in (at / "data" / "reports").glob("*/*/*"):
        for name in ("tables.csv", "figures.csv", "statements.csv"):
            head = (folder / name).read_text("utf-8").split("\n", 1)[0]
            (folder / name).write_text(f"{head}\n", "utf-8")


def _there(at: Path) -> None:
    """A report that was added, and the file that takes its place."""
    _base(at)
    text = (ROOT / "data" / "reports" / "130300" / "yibaoju" / "2023" / "source.txt").read_bytes()
    (at / "first.txt").write_bytes(text)
    (at / "again.txt").write_bytes(text + "\n\n（更正稿）\n".encode())
    code, _ = run(0, ["add", at / "first.txt", "--data", at / "data"], at)
    assert code == 0, (at / "said").read_text("utf-8")


def _build(at: Path) -> list[str | Path]:
    return ["build", "--data", at / "data", "--out", at / "site"]


CASES = (
    Case("build", _built, _build, lambda at: tree(at / "site")),
    Case(
        "add",
        _there,
        lambda at: ["add", at / "again.txt", "--anyway", "--data", at / "data"],
        lambda at: shown(at / "data"),
    ),
    Case(
        "refresh",
        _stale,
        lambda at: ["refresh", "--data", at / "data"],
        lambda at: shown(at / "data"),
        each=True,
    ),
    Case(
        "release",
        _base,
        lambda at: ["release", "v99", "--date", "2099-01-01", "--data", at / "data"],
        lambda at: shown(at / "data"),
    ),
)


@dataclass
class Result:
    """What was left after the kills of a command."""

    name: str
    moments: int = 0
    old: int = 0
    new: int = 0
    wrong: int = 0
    lost: int = 0
    again: int = 0  # the same command then came to the same end

    def row(self) -> str:
        """Return the line of the table."""
        return (
            f"{self.name:<10} {self.moments:>7} {self.old:>5} {self.new:>5} {self.wrong:>7} "
            f"{self.lost:>12} {self.again:>16}"
        )


HEAD = "command    moments   old   new  neither  files lost  then as ever"


def _each(left: Tree, before: Tree, after: Tree) -> bool:
    """Tell whether every report by itself is as before or as after."""

    def of(tree: Tree, folder: str) -> Tree:
        return {name: data for name, data in tree.items() if name.rpartition("/")[0] == folder}

    folders = {name.rpartition("/")[0] for name in (*left, *before, *after)}
    return all(of(left, f) in (of(before, f), of(after, f)) for f in folders)


def kill(case: Case, moments: int, work: Path, again: bool = True) -> Result:
    """Kill a command at moments spread over all its changes, the last ones too."""
    base, clean = work / "base", work / "clean"
    base.mkdir(parents=True)
    case.prepare(base)
    before = case.look(base)
    # Everything in one place: what is kept between commands knows a data folder by its path.
    at = work / "at"

    def fresh() -> None:
        shutil.rmtree(at, ignore_errors=True)
        shutil.copytree(base, at)

    fresh()
    code, changes = run(0, case.words(at), at)
    changes = -changes if changes < 0 else changes
    assert code == 0, (at / "said").read_text("utf-8")
    after = case.look(at)
    assert after != before, f"{case.name} changes nothing"
    shutil.copytree(at, clean)
    steps = sorted({max(1, round(changes * (n + 1) / moments)) for n in range(moments)})
    result = Result(case.name)
    for step in steps:
        fresh()
        code, _ = run(step, case.words(at), at)
        result.moments += 1
        left = case.look(at)
        foreign = {n: hashlib.sha256(d).digest() for n, d in FOREIGN.items()}
        if case.name == "build" and any(left.get(n) != d for n, d in foreign.items()):
            result.lost += 1
        if left == before:
            result.old += 1
        elif left == after or (case.each and _each(left, before, after)):
            result.new += 1
        else:
            result.wrong += 1
            wrong = [n for n in left.keys() | after.keys() if left.get(n) != after.get(n)]
            print(f"  {case.name} at {step} of {changes}: {sorted(wrong)[:5]}")
        if again:
            code, _ = run(0, case.words(at), at)
            done = case.look(at)
            # What is there already is refused; all else comes to the same end.
            result.again += done == after and (code == 0 or left == after)
    return result


def main() -> int:
    """Kill and print the table; the exit code is 1 when anything was neither old nor new."""
    if sys.argv[1:2] == ["--child"]:
        child(int(sys.argv[2]), sys.argv[4:], Path(sys.argv[3]))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--moments", type=int, default=0, help="of each command; 0: 50, 20, 20, 20"
    )
    options.add_argument("--only", default=",".join(MOMENTS), help="commands")
    given = options.parse_args()
    print(HEAD, flush=True)
    bad = False
    for case in CASES:
        if case.name not in given.only.split(","):
            continue
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            result = kill(case, given.moments or MOMENTS[case.name], Path(folder))
            print(f"{result.row()}   {time.perf_counter() - start:.0f} s", flush=True)
            bad |= bool(result.wrong or result.lost or result.again < result.moments)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
