"""What a finding touches: chapters that every finding stands in once, and their order.

Numbers of tables come before numbers of the text alone, these before words, marks that a department
gave itself, questions and rounding tails. Inside a chapter the largest share of spending is first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from finalaccounts.model import Finding
from finalaccounts.reference.findings import design
from finalaccounts.render.words import Words

CHAPTERS = ("total", "item", "words", "wording", "scores", "questions", "tails")
NUMBERS = CHAPTERS[:3]  # one amount printed as two numbers
_SEVERITY = {"error": 0, "warning": 1, "note": 2}
# Sections whose amounts are the report's own, where no line of a table is named.
_WHOLE = {
    "summary", "revenue", "expenditure", "appropriation_summary", "general_expenditure", "general",
    "department",
}  # fmt: skip
_FORMS = ("project", "department", "performance")


def chapter(finding: Finding) -> str:
    """Return the chapter of a finding: a key of ``words.chapters.names``."""
    if finding.outcome == "rounding":
        return "tails"
    kind = design(finding.type, finding.outcome)
    if kind == "wording":
        return "wording"
    if finding.weight is None and _self_evaluated(finding):
        return "scores"
    if finding.outcome == "ask" or finding.type == "untold":
        return "questions"
    if finding.affects:
        return finding.affects
    if finding.weight is not None:
        return "total" if any(_whole(name) for name in finding.figures[:2]) else "item"
    told = any(name.startswith("text.") or ":" in name for name in finding.figures)
    return "words" if told or not finding.figures else "item"


def _self_evaluated(finding: Finding) -> bool:
    # The first two operands are the numbers that are compared; the others are what was added up.
    names = finding.figures[:2] or (finding.finding_id.split(".", 2)[-1],)
    return finding.type in ("score", "repeated") or any(
        name.removeprefix("text.").split(".")[0] in _FORMS for name in names
    )


def _whole(name: str) -> bool:
    """Tell whether an amount is a total: a total line, or a section's amount without a code."""
    told = name.startswith("text.")
    parts = name.removeprefix("text.").split(".")
    if not told and parts[0] != "department":
        return any(part == "total" or part.endswith("_total") for part in parts[1:2])
    return parts[0] in _WHOLE and not any(part[:1].isdigit() for part in parts[2:])


def rank(finding: Finding) -> tuple[int, float, int]:
    """Return the sort key: by what is touched, then by share of spending, then by severity."""
    weight = float(finding.weight) if finding.weight is not None else -1.0
    return (
        CHAPTERS.index(chapter(finding)),
        -weight,
        _SEVERITY.get(finding.severity, len(_SEVERITY)),
    )


def by_chapter(cards: Iterable[Any]) -> Sequence[tuple[str, list[Any]]]:
    """Return runs of cards of one chapter, in their order (a filter of the templates)."""
    return [(key, list(run)) for key, run in groupby(cards, key=lambda card: card.chapter)]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings there are; the chapters add up to all."""

    all: int = field(metadata={"doc": "All findings."})
    numbers: int = field(metadata={"doc": "Those where numbers differ."})
    text: str = field(metadata={"doc": "All chapters that hold findings, in a sentence."})
    rest: str = field(metadata={"doc": "The chapters that are no differing numbers, or empty."})
    parts: tuple[tuple[str, str, int], ...] = field(metadata={"doc": "(key, name, count)."})


def tally(findings: Iterable[Finding], words: Words) -> Tally:
    """Count findings by chapter; empty chapters are not told."""
    counts = Counter(chapter(f) for f in findings)
    parts = [(key, words.chapters.names[key], counts[key]) for key in CHAPTERS if counts[key]]

    def listed(keys: Iterable[str]) -> str:
        wanted = set(keys)
        told = [
            words("chapters.part", name=name, count=count)
            for key, name, count in parts
            if key in wanted
        ]
        return str(words.charts.comma).join(told)

    numbers = sum(counts[key] for key in NUMBERS)
    total = counts.total()
    rest = listed(key for key in CHAPTERS if key not in NUMBERS)
    text = words("chapters.none")
    if total:
        text = words("chapters.all", count=total, parts=listed(CHAPTERS))
    return Tally(total, numbers, text, rest, tuple(parts))
