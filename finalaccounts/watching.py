"""Which part of a site a change on disk touches, and when a change is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

_SETTLE = 0.15  # seconds of quiet after a change: an editor writes a file in several steps


class Site(Protocol):
    """What is made anew: pages of single reports at once, then the whole."""

    data: Path
    say: Callable[[str], None]

    def draw(self, folders: Iterable[Path]) -> None:
        """Draw the pages of reports."""

    def build(self) -> None:
        """Build the whole site."""


class Watch:
    """Hears of changes, waits until they settle, and has drawn and built what they touch."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._changed: set[Path] = set()
        self._heard = threading.Condition()

    def dispatch(self, event: Any) -> None:
        """Take a change (called by watchdog)."""
        if event.event_type in ("opened", "closed_no_write") or event.is_directory:
            return
        paths = {Path(p) for p in (event.src_path, getattr(event, "dest_path", "")) if p}
        paths = {p for p in paths if not _passing(p, self.site.data)}
        if paths:
            with self._heard:
                self._changed |= paths
                self._heard.notify_all()

    def settled(self) -> set[Path]:
        """Wait for changes and return them once no more come."""
        with self._heard:
            self._heard.wait_for(lambda: bool(self._changed))
            while self._heard.wait(_SETTLE):
                pass
            changed, self._changed = self._changed, set()
            return changed

    def run(self) -> None:
        """Draw and build for ever."""
        while True:
            changed = self.settled()
            reports = {folder for path in changed if (folder := _report(self.site.data, path))}
            names = sorted({path.name for path in changed})
            self.site.say(f"changed: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}")
            if not all(_report(self.site.data, path) for path in changed):
                from finalaccounts import reference

                reference.forget()
            if reports:
                self.site.draw(sorted(reports))
            self.site.build()


def _passing(path: Path, data: Path) -> bool:
    """Tell whether a file is none of a site: hidden, of an editor, or made by Python."""
    inside = path.relative_to(data).parts if path.is_relative_to(data) else path.parts[-2:]
    return (
        any(part.startswith(".") or part == "__pycache__" for part in inside)
        or path.suffix in (".pyc", ".swp", ".tmp", ".part")
        or path.name.endswith("~")
    )


def _report(data: Path, path: Path) -> Path | None:
    """Return the folder of the report that a file belongs to."""
    try:
        parts = path.resolve().relative_to(data / "reports").parts
    except ValueError:
        return None
    return data.joinpath("reports", *parts[:3]) if len(parts) > 3 else None
