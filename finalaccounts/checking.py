"""Reports loaded or read, and checked: what the commands share.

Apart from ``build.py``, so that a command that needs none of it does not import it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.progress import track

from finalaccounts import limits, terminal, verify
from finalaccounts.exits import UNREADABLE_ERRORS, set_aside
from finalaccounts.loading import folders, load
from finalaccounts.model import Reconciled, Report
from finalaccounts.reading import read
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import ReferenceDataError
from finalaccounts.render.shell import SiteReport
from finalaccounts.responses import read_responses
from finalaccounts.terminal import say
from finalaccounts.worker import Worker


def checked(data: Path, only: Sequence[Path] = ()) -> tuple[list[SiteReport], list[str]]:
    """Load and check the reports below ``data``; the second list says what could not be read."""
    unread: list[str] = []
    reports: list[SiteReport] = []
    for folder in track(only or folders(data), "checking", console=say, transient=True):
        try:
            with limits.processor_time(folder.relative_to(data).as_posix()):
                report = load(folder)
                said, built = read_responses(folder), reconcile(report)
        except ReferenceDataError:
            raise
        except Exception as error:
            unread.append(set_aside(error, folder.relative_to(data)))
            continue
        said.must_fit(built.findings, folder)
        withdrawn = said.taken_back(built.findings)
        reports.append(SiteReport(report, said.upon(built), said, withdrawn))
    return reports, unread


def examined(paths: Sequence[Path], **how: Any) -> tuple[Report, Reconciled]:
    """Read one report from its files and check it."""
    report = read(paths, **how)
    return report, reconcile(report)


def apart(given: Sequence[str]) -> Worker[..., tuple[Report, Reconciled]]:
    """Return ``examined`` in a process of its own, within the limits given as ``name=value``.

    Raises ValueError for a limit that does not exist.
    """
    return Worker(examined, UNREADABLE_ERRORS, limits.parsed(given))


def misplaced(reports: Iterable[Report]) -> None:
    """Name the numbers that do not stand where reading says: faults of the program."""
    faults = (f"{r.meta.report_id}: {fault}" for r in reports for fault in verify.misplaced(r))
    terminal.problems("read, but not found again; build leaves such a report out:", faults)
