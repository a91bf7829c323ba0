"""Work on one file at a time in a process of its own, so that no file can end the command.

The process is forked once and used for many files; it is replaced after a file that reached a
limit or ended it. Where processes cannot be forked (other systems than Linux), the work is done
in the command's own process and only the limits that the readers ask for themselves hold.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar

from finalaccounts import limits as _limits
from finalaccounts.limits import LimitError, Limits

P = ParamSpec("P")
R = TypeVar("R")

_MB = 1024 * 1024
# Seconds beyond the limit after which a process that does not stop by itself is ended, and how
# long one may wait for something else than the processor (another program that converts a file).
_GRACE, _WAITING = 1.0, 200.0
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class FaultError(ValueError):
    """The program failed at a file: the message names the fault; the other files are read."""


class _TimeUp(BaseException):
    """Raised in the work when its processor time is over; no reader may catch it."""


class Worker(Generic[P, R]):
    """Calls ``work`` in another process, within limits; a context manager that ends it.

    Known errors of the work (``expected``) are raised again here; any other becomes a FaultError,
    a limit a LimitError.
    """

    def __init__(
        self, work: Callable[P, R], expected: tuple[type[Exception], ...], limits: Limits
    ) -> None:
        self._work, self._expected, self._limits = work, expected, limits
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Worker[P, R]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what the work returns for these arguments."""
        _limits.use(self._limits)
        if sys.platform != "linux":
            return self._here(*args, **kwargs)
        if self._connection is None:
            self._begin()
        assert self._connection is not None
        self._connection.send((args, kwargs))
        return self._answer(self._connection)

    def _here(self, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return self._work(*args, **kwargs)
        except Exception as error:
            if isinstance(error, (*self._expected, LimitError)):
                raise
            raise fault(error) from error

    def _begin(self) -> None:
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        self._process = fork.Process(target=self._serve, args=(theirs, ours), daemon=True)
        self._process.start()
        theirs.close()
        self._connection = ours

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._connection = None

    def _answer(self, connection: Connection) -> R:
        """Wait for the answer; end the process when it uses more than it was granted."""
        assert self._process is not None and self._process.pid is not None
        pid, begun, waited = self._process.pid, _used(self._process.pid), time.monotonic()
        allowed = float(self._limits.seconds)
        while True:
            try:
                if connection.poll(0.5):
                    kind, value = connection.recv()
                    if kind == "granted":
                        allowed += value
                        continue
                    break
            except (EOFError, OSError):
                self._process.join(5)
                code = self._process.exitcode or 0
                self._end()
                raise FaultError(
                    f"the reader ended without an answer (signal {-code}), perhaps for want of "
                    f"memory (the limit 'memory', {self._limits.memory} MB)"
                ) from None
            over = _used(pid) - begun > allowed + _GRACE
            if over or time.monotonic() - waited > _WAITING + 10 * allowed:
                kind, value = "over", None
                break
        if kind == "done":
            result: R = value
            return result
        if kind == "expected":
            raise value
        if kind == "fault":
            raise FaultError(value)
        self._end()
        raise _limits.reached("memory" if kind == "memory" else "seconds")

    def _serve(self, connection: Connection, other: Connection) -> None:
        """Answer until the other end closes; runs in the forked process."""
        other.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGVTALRM, _time_is_up)
        sys.setrecursionlimit(5_000)
        _bound_memory(self._limits.memory)
        while True:
            try:
                args, kwargs = connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            _send(connection, *self._one(connection, args, kwargs))

    def _one(self, connection: Connection, args: Any, kwargs: Any) -> tuple[str, Any]:
        def granted(seconds: float) -> None:
            connection.send(("granted", seconds))
            left, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
            signal.setitimer(signal.ITIMER_VIRTUAL, left + seconds, 1)

        _limits.use(self._limits, granted)
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, self._limits.seconds, 1)
            try:
                return "done", self._work(*args, **kwargs)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except _TimeUp:
            return "over", None
        except BaseException as error:
            if _short_of_memory(error):
                return "memory", None
            if isinstance(error, (*self._expected, LimitError)):
                return "expected", error
            return "fault", str(fault(error))


def _send(connection: Connection, kind: str, value: Any) -> None:
    try:
        connection.send((kind, value))
    except MemoryError:
        connection.send(("memory", None))
    except Exception as error:  # an answer that cannot be pickled
        connection.send(("fault", str(fault(error))))


def _time_is_up(number: int, frame: object) -> None:
    raise _TimeUp


def _short_of_memory(error: BaseException | None) -> bool:
    """Tell whether an error comes from a want of memory, whatever a reader made of it."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def fault(error: BaseException) -> FaultError:
    """Return an error that nobody expected as one that is said of the file it came from."""
    if os.environ.get("MINGZHANG_TRACE"):
        traceback.print_exception(error)
    if isinstance(error, RecursionError):
        return FaultError("nested too deeply to be read")
    return FaultError(
        f"a fault of the program, this file is left out: {type(error).__name__}: {error}; "
        "MINGZHANG_TRACE=1 shows where it happened"
    )


def _used(pid: int) -> float:
    """Return the processor time a process has used, in seconds."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS
    return 0.0


def _bound_memory(megabytes: int) -> None:
    """Let this process hold ``megabytes`` in all: what it shares with the command counts too."""
    import resource

    status = {}
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            name, _, value = line.partition(":")
            status[name] = value.split()[0] if value.split() else ""
    held, data = (int(status.get(key, "0") or 0) * 1024 for key in ("VmRSS", "VmData"))
    bound = data + max(megabytes * _MB - held, 64 * _MB)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))
