"""Pieces of pictures beside the lines of a source: what a number looks like that nothing confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from finalaccounts.model import Figure
from finalaccounts.render import links
from finalaccounts.render.shell import File, SiteReport


@dataclass(frozen=True, slots=True)
class Cutting:
    """A picture of one number."""

    printed: str = field(metadata={"doc": "The number as it was read."})
    href: str = field(metadata={"doc": "Address of its picture."})


def _named(site: SiteReport) -> Iterator[tuple[Figure, str]]:
    folder = f"{links.report(site.report.meta)}/source/pieces"
    shown = (figure for figure in site.report.figures if figure.figure_id in site.pieces)
    for number, figure in enumerate(shown, 1):
        yield figure, f"{folder}/{number}.png"


def by_line(site: SiteReport) -> dict[str, dict[int, tuple[Cutting, ...]]]:
    """Return the pieces of a report by file and line."""
    found: dict[str, dict[int, tuple[Cutting, ...]]] = {}
    for figure, href in _named(site):
        lines = found.setdefault(figure.source, {})
        before = lines.get(figure.source_line, ())
        lines[figure.source_line] = (*before, Cutting(figure.printed, href))
    return found


def files(site: SiteReport) -> Iterator[File]:
    """Yield the pictures."""
    for figure, href in _named(site):
        yield File(href, site.pieces[figure.figure_id])
