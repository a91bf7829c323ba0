"""The report's own reasons, each with what it explains."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.model import Explanation, Report, Statement
from finalaccounts.render import shown
from finalaccounts.render.grids import Address
from finalaccounts.render.words import Words

MOST = 6
_AGAINST = {"yoy_change": "year", "yoy_rate": "year", "budget_change": "budget"}


@dataclass(frozen=True, slots=True)
class Reason:
    """What the report itself gives as a reason."""

    text: str = field(metadata={"doc": "Verbatim, white space removed."})
    places: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(
        metadata={"doc": "By what it explains (a quantity and its change): (address, line)."}
    )


def reasons(report: Report, words: Words, address: Address) -> tuple[Reason, ...]:
    """Return the report's own reasons, each text once with what it explains and the lines."""
    told: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for e in report.explanations:
        if e.kind == "reason" and not e.code:
            place = (address(e.source, e.source_line), str(e.source_line))
            topics = told.setdefault(e.text, {})
            topics.setdefault(_explained(report, e, words), []).append(place)
    return tuple(
        Reason(text, tuple((topic, tuple(dict.fromkeys(lines))) for topic, lines in topics.items()))
        for text, topics in told.items()
    )[:MOST]


def _explained(report: Report, e: Explanation, words: Words) -> str:
    """Return what the line of a reason speaks of, and how that changed where it is said once."""
    here = [
        s
        for s in report.statements
        if (s.section, s.source, s.source_line) == (e.section, e.source, e.source_line)
    ]
    subjects = {s.subject for s in here}
    # Subjects are words of the report: on pages in another language the section names them.
    alone = subjects.pop() if len(subjects) == 1 and words.key == "zh" else ""
    topic = alone or words.topics.get(e.section, words.topics.other)
    return topic + _change([s for s in here if s.item in _AGAINST and s.amount is not None], words)


def _change(moved: list[Statement], words: Words) -> str:
    """Return how what is explained changed: by how much where one number is said, else which way.

    Nothing where directions differ or the change is against two things.
    """
    ways = {(_AGAINST[s.item], s.direction) for s in moved}
    if len(ways) != 1:
        return ""
    against, way = ways.pop()
    said: str = words.reasons.get(f"{against}_{way}")
    amounts = {(s.amount, s.unit) for s in moved if not s.item.endswith("rate")}
    if not said or len(amounts) != 1:
        return said
    amount, unit = amounts.pop()
    by = f"{shown.amount(amount)} {unit}" if amount is not None else ""
    return words("reasons.by", change=said, amount=by)
