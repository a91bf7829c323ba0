"""What is missing: which of the items a report should hold were found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.reference.completeness import items
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

STATES = ("found", "declared_none", "missing", "not_known")
PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class CompletenessPage:
    """Context of ``completeness.html``."""

    states: tuple[str, ...] = field(metadata={"doc": "The four states, in order."})
    reports: tuple[
        tuple[
            Entry,
            tuple[tuple[str, int], ...],
            tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...],
        ],
        ...,
    ] = field(metadata={"doc": "Report, counts by state, items not found: name, state, lines."})
    items: tuple[tuple[str, str, tuple[int, ...]], ...] = field(
        metadata={"doc": "Item id, name, number of reports in each state."}
    )
    turn: tuple[tuple[str, str, bool], ...] = field(metadata={"doc": "Pages of the list."})


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the pages of what is missing."""
    english = words.language == "en"
    named = {item.id: item.en if english else item.zh for item in items()}
    counted = {item: Counter[str]() for item in named}
    reports = []
    for e in entries:
        by_state = Counter(c.state for c in e.completeness)
        for c in e.completeness:
            counted.setdefault(c.item, Counter())[c.state] += 1
        lacking = tuple(
            (
                named.get(c.item, c.item),
                c.state,
                tuple(e.sources.cited(x) for x in c.source_lines[:2]),
            )
            for c in e.completeness
            if c.state != "found"
        )
        reports.append((e, tuple((s, by_state[s]) for s in STATES if by_state[s]), lacking))
    rows = tuple((i, named.get(i, i), tuple(n[s] for s in STATES)) for i, n in counted.items())
    parts = [reports[i : i + PER_PAGE] for i in range(0, len(reports), PER_PAGE)] or [[]]
    places = [
        address("completeness" if n == 1 else f"completeness/{n}") for n in range(1, len(parts) + 1)
    ]
    for number, (path, part) in enumerate(zip(places, parts, strict=True), 1):
        turn = tuple((place, str(n), n == number) for n, place in enumerate(places, 1))
        title = words.completeness.title
        if number > 1:
            title = words("differences.page", title=title, n=number)
        context = CompletenessPage(STATES, tuple(part), rows, turn)
        crumbs = (Crumb(words.shell.home, "index.html"), Crumb(title))
        yield Page(
            path, "completeness.html", title, context, "findings", words.completeness.lead, crumbs
        )
