"""Many files, many reports: which files are one report, by what they say they are.

Files of one entity and year that share no number are parts of one report (its text and its
tables); files that share numbers are reports of their own. What fits two reports is put to
neither: which one it belongs to is for a person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from finalaccounts import recognition
from finalaccounts.characters import visible
from finalaccounts.model import Reconciled, Report
from finalaccounts.normalize.titles import without_scope
from finalaccounts.paths import PathError
from finalaccounts.reference.places import UNKNOWN
from finalaccounts.text import squeeze


@dataclass(frozen=True, slots=True)
class Part:
    """A file, read alone."""

    path: Path
    report: Report
    built: Reconciled


def files(given: Iterable[Path]) -> list[Path]:
    """Return the files named, and those of folders named, in order.

    Left out of a folder: hidden files, what office programs leave beside an open file, records of
    text recognition. Raises PathError for a folder without a file.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and _received(p, path))
        if not inside:
            raise PathError(f"{visible(str(path))}: a folder without a file; nothing was added")
        found += inside
    return list(dict.fromkeys(found))


def _received(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not (hidden or path.name.startswith("~$") or path.name.endswith(recognition.ENDING))


def _numbers(report: Report) -> set[str]:
    figures = {f.figure_id for f in report.figures if f.state == "printed"}
    return figures | {s.statement_id for s in report.statements}


def _agree(a: object, b: object, unknown: object) -> bool:
    return a == b or unknown in (a, b)


def _parts_of_one(a: Part, b: Part, unnamed: bool) -> bool:
    """Tell whether two files may be parts of one report."""
    one, other = a.report.meta, b.report.meta
    names = [without_scope(squeeze(meta.entity))[0] for meta in (one, other)]
    if names[0] != names[1] and not (unnamed and "" in names):
        return False
    if not any(names) and not unnamed:
        return False
    if not _agree(one.fiscal_year, other.fiscal_year, None):
        return False
    if not _agree(one.division, other.division, UNKNOWN):
        return False
    return _numbers(a.report).isdisjoint(_numbers(b.report))


def grouped(parts: Sequence[Part]) -> tuple[list[tuple[Part, ...]], list[str]]:
    """Return the files by report, the text first; and what cannot be told apart, in sentences.

    A file that does not say whose it is joins the other only where two files were named at all.
    """
    groups: list[tuple[Part, ...]] = []
    unsure: list[str] = []

    def fits(a: Part, b: Part) -> bool:
        return _parts_of_one(a, b, len(parts) == 2)

    for members in _connected(parts, fits):
        if all(fits(a, b) for i, a in enumerate(members) for b in members[:i]):
            groups.append(tuple(sorted(members, key=lambda p: not p.report.statements)))
        else:
            names = ", ".join(visible(part.path.name) for part in members)
            unsure.append(
                f"{names}: which of them are one report is not certain; "
                "add them apart, the files of one report at a time"
            )
    return groups, unsure


def _connected(parts: Sequence[Part], fits: Callable[[Part, Part], bool]) -> Iterator[list[Part]]:
    """Yield the files in sets that nothing links to each other, each in the order given."""
    left = list(parts)
    while left:
        members, reached = [left.pop(0)], 0
        while reached < len(members):
            near = [part for part in left if fits(members[reached], part)]
            left = [part for part in left if part not in near]
            members += near
            reached += 1
        yield sorted(members, key=list(parts).index)
