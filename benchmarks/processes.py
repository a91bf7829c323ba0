"""Run a command and measure all of it: processor time, wall time, memory of the tree (Linux)."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
_EVERY = 0.5  # seconds between two looks at the memory: looking costs time too


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took; memory is the peak of the sum over all its processes."""

    cpu: float  # seconds of processor time, of every process it started
    wall: float
    resident: float  # MB; what processes share is counted in each of them
    proportional: float  # MB; what n processes share is counted once
    code: int
    said: str


def _tree(root: int) -> list[int]:
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _memory(pids: Sequence[int]) -> tuple[float, float]:
    resident = proportional = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    resident += int(line.split()[1])
                elif line.startswith("Pss:"):
                    proportional += int(line.split()[1])
        except OSError:
            continue
    return resident / 1024, proportional / 1024


def run(
    command: Sequence[str | Path], at: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run a command to its end and return what it took.

    Workers that outlive their parent become children of this process, so that theirs counts too.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    log = at / ".said"
    start = time.perf_counter()
    with log.open("wb") as out:
        started = subprocess.Popen(
            [str(word) for word in command],
            cwd=at,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
    most = (0.0, 0.0)
    cpu, code, wall = 0.0, -1, 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid:
            cpu += usage.ru_utime + usage.ru_stime
            if pid == started.pid:
                code = os.waitstatus_to_exitcode(status)
                wall = time.perf_counter() - start
            continue
        found = _memory(_tree(os.getpid())[1:])
        most = max(most[0], found[0]), max(most[1], found[1])
        time.sleep(_EVERY)
    started.returncode = code  # taken by wait4
    said = log.read_text("utf-8", "replace")
    log.unlink()
    return Run(cpu, wall or time.perf_counter() - start, *most, code, said)
