"""All reports in, the files of the index out; one report more costs only the small part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from finalaccounts.model import Report
from finalaccounts.reference.places import divisions
from finalaccounts.reference.places import path as division_path
from finalaccounts.reference.places import short_names as division_names
from finalaccounts.reference.search import search_words, short_names, synonyms
from finalaccounts.site.search.corpus import Corpus, base36
from finalaccounts.site.search.entries import Card, Entry, card, entries, printed_codes
from finalaccounts.site.search.fold import fold
from finalaccounts.site.search.names import without_ending
from finalaccounts.site.search.part import File, script, write
from finalaccounts.site.search.readings import sounds

SHELVES = 64  # files of places; search-forgive.js knows the number


class Found(NamedTuple):
    """What can be found of one report."""

    card: Card
    entries: tuple[Entry, ...]
    codes: tuple[tuple[str, str, str], ...]  # kind, code, name as printed


def found(report: Report, findings: Iterable[Any]) -> Found:
    """Return what can be found of a report; ``findings`` are ``model.Finding`` rows."""
    findings = tuple(findings)
    return Found(
        card(report, findings), tuple(entries(report, findings)), tuple(printed_codes(report))
    )


def build(reports: Iterable[Found]) -> Iterator[File]:
    """Yield ``(path below search/, bytes)`` of the whole index. Same reports, same bytes.

    Reports are taken one at a time and not kept; the order in which they come does not matter.
    """
    yield from write("m", _collect(reports))
    yield script("parts", _parts("m"))
    yield from places()
    yield script("sounds", sounds())


def extend(later: Iterable[Found]) -> Iterator[File]:
    """Yield the files that change when reports are added to an index that ``build`` made.

    ``later`` are all reports added since, none of them in the index (a changed report needs
    ``build``). They become a small second part that queries read beside the first, at the price of
    its files for every query: build again when it holds more than a few of a hundred reports.
    """
    yield from write("r", _collect(later))
    yield script("parts", _parts("m", "r"))


def _collect(reports: Iterable[Found]) -> Corpus:
    corpus = Corpus()
    for item in reports:
        corpus.add(item.card, item.entries)
    return corpus


def _parts(*names: str) -> dict[str, object]:
    """Return what the page reads first: the parts, and the words that stand for others."""
    said = (" ".join((said, *official)) for said, official in synonyms().items())
    asking = search_words().asking
    return {
        "parts": names,
        "short": _vocabulary(),
        "said": "\n".join(said),
        "filler": asking.filler,
        "years": asking.year_endings,
        "endings": asking.department_endings,
        "topics": {fold(said): tile for said, tile in asking.topics},
    }


def places() -> Iterator[File]:
    """Yield every division there is by the first character of its names, in few small files.

    A line is the names from the province down, then those it goes by. A place that is asked for
    and has no report is so known to be a place.
    """
    shelves: dict[int, list[str]] = {n: [] for n in range(SHELVES)}
    for row in divisions().values():
        whole = "".join(step.name for step in division_path(row.code))
        known: dict[int, list[str]] = {}
        for name in dict.fromkeys((*division_names(row), without_ending(row))):
            known.setdefault(ord(fold(name)[0]) % SHELVES, []).append(name)
        for shelf, names in known.items():
            shelves[shelf].append(" ".join((whole, *names)))
    for number, lines in shelves.items():
        yield script(f"place/{base36(number)}", "\n".join(lines))


def _vocabulary() -> str:
    """Return ``usual full`` lines: every full name, and every further short name, has one usual."""
    usual: dict[str, str] = {}
    lines = []
    for row in short_names():
        first = usual.setdefault(row.full, row.short)
        lines.append(f"{first} {row.full}" if first == row.short else f"{first} {row.short}")
    return "\n".join(lines)
