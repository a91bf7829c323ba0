"""The processes that make reports and pieces of the data side by side."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")
FEW = 3  # what is made in this process: starting workers costs more


class Workers:
    """Runs pure functions, here while there is little to do, else in processes that then stay."""

    def __init__(self, executor: Executor | None = None) -> None:
        self._given = executor
        self._pool: Executor | None = executor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None and self._pool is not self._given:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Yield the results in the order of the tasks."""
        if self._pool is None and len(tasks) <= FEW:
            yield from map(function, tasks)
            return
        self._pool = self._pool or _processes()
        yield from self._pool.map(function, tasks)

    def begin(self, function: Callable[[T], R], tasks: Sequence[T]) -> list[Callable[[], R]]:
        """Begin tasks; what is returned waits for the result of each. Without workers each is
        done when it is asked for."""
        if self._pool is None and len(tasks) <= FEW:
            return [lambda task=task: function(task) for task in tasks]  # type: ignore[misc]
        self._pool = self._pool or _processes()
        begun: list[Future[R]] = [self._pool.submit(function, task) for task in tasks]
        return [future.result for future in begun]


def _processes() -> Executor:
    """Return the workers. They descend from a process of their own: one that is forked from this
    one, with the threads of the libraries it has loaded, may wait for ever."""
    if sys.platform == "win32":
        context: Any = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("forkserver")
        # Loaded once and shared; what starts threads (vl-convert) is not among it.
        context.set_forkserver_preload(["finalaccounts.assemble.one_report", "altair"])
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let a worker end when the build is killed: it would wait for ever, or write on."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
