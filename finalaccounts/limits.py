"""How much a file may ask of the machine: defaults, and what is said when it asks for more.

A limit that is reached makes the file one that could not be read, with a sentence that names the
limit; ``--limit name=value`` raises it. The readers ask ``at_most`` while they read, so that no
file has to be held whole before it is found too large.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Annotated

import typer

# Processor time grows with what there is to read: a limit for small files must not stop long ones.
LINES_PER_SECOND, PAGES_PER_SECOND = 1_000, 8
# Recognising the text of one page takes some 8 s (in four directions four times that) and 1.4 GB.
SECONDS_PER_PICTURE, MEMORY_OF_PICTURES = 60, 3_000


class LimitError(ValueError):
    """A file reached a limit: the message names the limit, its value, and how to raise it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may need at most."""

    seconds: int = field(
        default=7, metadata={"doc": "seconds of processor time; more for long files"}
    )
    memory: int = field(default=512, metadata={"doc": "megabytes of memory"})
    size: int = field(default=200, metadata={"doc": "megabytes of the file"})
    pages: int = field(default=2_000, metadata={"doc": "pages of a PDF"})
    glyphs: int = field(default=20_000, metadata={"doc": "characters on one page"})
    rulings: int = field(default=20_000, metadata={"doc": "drawn lines on one page"})
    lines: int = field(default=60_000, metadata={"doc": "lines, paragraphs and rows"})
    length: int = field(default=200_000, metadata={"doc": "characters of one line"})
    cells: int = field(default=1_000_000, metadata={"doc": "cells of tables, empty ones too"})
    nesting: int = field(default=200, metadata={"doc": "elements within elements"})


# The option of every command that reads files.
Option = Annotated[
    list[str], typer.Option("--limit", help="A limit for reading one file, as seconds=20.")
]

_current = Limits()
_granted: Callable[[float], None] | None = None
_roomy = False


def parsed(given: Iterable[str]) -> Limits:
    """Return the limits with those of ``name=value`` replaced.

    Raises ValueError naming the known limits when one cannot be understood.
    """
    known = {f.name: f for f in fields(Limits)}
    limits = Limits()
    for one in given:
        name, _, value = one.partition("=")
        if name not in known or not (value.isascii() and value.isdigit() and int(value)):
            names = ", ".join(f"{n} ({f.metadata['doc']}; {f.default})" for n, f in known.items())
            raise ValueError(f"--limit {one!r}: expected name=number; there are: {names}")
        limits = replace(limits, **{name: int(value)})
    return limits


def use(limits: Limits, granted: Callable[[float], None] | None = None) -> None:
    """Make ``limits`` those that ``at_most`` asks; ``granted`` is told of more processor time."""
    global _current, _granted
    _current, _granted = limits, granted


def current() -> Limits:
    """Return the limits in force."""
    return _current


def reached(name: str, what: str = "") -> LimitError:
    """Return the error of a limit that was reached; ``what`` says where, if known."""
    doc = next(f.metadata["doc"] for f in fields(Limits) if f.name == name)
    value = getattr(_current, name)
    return LimitError(
        f"{f'{what}: ' if what else ''}more than {value} {doc.partition(';')[0]} "
        f"(the limit {name!r}; --limit {name}=… raises it)"
    )


def at_most(name: str, count: int, what: str = "") -> int:
    """Return ``count``; raises LimitError when it is beyond the limit ``name``."""
    if count > getattr(_current, name):
        raise reached(name, what)
    return count


def grant_recognition() -> None:
    """Allow what recognising the text of one page needs: processor time, and memory once."""
    global _roomy
    if _granted is None:
        return
    _granted(SECONDS_PER_PICTURE)
    if not _roomy:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if soft != resource.RLIM_INFINITY:
            more = soft + MEMORY_OF_PICTURES * 1024 * 1024
            more = more if hard == resource.RLIM_INFINITY else min(more, hard)
            resource.setrlimit(resource.RLIMIT_DATA, (more, hard))
        _roomy = True


class _OverError(BaseException):
    """Raised in the work when its processor time is over; nothing in it may catch it."""


@contextmanager
def processor_time(what: str) -> Iterator[None]:
    """Let the work within use ``seconds`` of processor time, and what ``grant`` adds to it.

    Raises LimitError, naming ``what``, when it is over. Where there is no such timer, or another
    one is running (``worker``), the work is only held by the limits it asks itself.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return

    def over(number: int, frame: object) -> None:
        raise _OverError

    def granted(seconds: float) -> None:
        left, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
        signal.setitimer(signal.ITIMER_VIRTUAL, left + seconds)

    before, handler = _granted, signal.signal(signal.SIGVTALRM, over)
    use(_current, granted)
    signal.setitimer(signal.ITIMER_VIRTUAL, _current.seconds)
    try:
        yield
    except _OverError:
        raise reached("seconds", what) from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
        use(_current, before)


def grant(lines: int, pages: int = 0) -> None:
    """Allow the processor time that a document of so many lines and pages may need."""
    if _granted is not None:
        _granted(lines / LINES_PER_SECOND + pages / PAGES_PER_SECOND)
