"""The subjects that a text names: whose amounts the numbers after them are."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from finalaccounts.normalize.narrative.context import Spoken
from finalaccounts.reference.explanations import explanations

_WORD = 3
_BRACKET = re.compile("\uff08[^\uff08\uff09]*\uff09")


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subjects that a text names (start, end, name), and where it begins to give reasons."""

    named: list[tuple[int, int, str]]
    reasons: list[int]
    asides: list[tuple[int, int]] = field(default_factory=list)


def subjects(ctx: Spoken, text: str, start: int) -> Subjects:
    """Return the subjects of the section that a text names from ``start`` on."""
    declared = ctx.declared
    if not declared:
        return Subjects([], [])
    body = text[start:]
    named = [
        (m.start() + start, m.end() + start, m.group())
        for pattern in declared.subjects
        for m in pattern.finditer(body)
        if m.group()
    ]
    reasons = [
        m.start() + start
        for marker in explanations().markers
        for m in marker.pattern.finditer(body)
    ]
    asides = [m.span() for m in _BRACKET.finditer(text, start)]
    return Subjects(sorted(named), sorted(reasons), asides)


def carry(ctx: Spoken, told: Subjects, floor: int, end: int, clause: int) -> None:
    """Let a subject named since the last number, outside the reasons given, carry on."""
    k = bisect_left(told.reasons, floor)
    reason = told.reasons[k] if k < len(told.reasons) and told.reasons[k] < clause else end
    best: tuple[int, int, str] | None = None
    for k in range(bisect_left(told.named, (floor,)), len(told.named)):
        at, stop, name = told.named[k]
        if at >= end:
            break
        if stop > end or reason <= at < clause or _aside(told, at, end):
            continue
        if best is None or (stop, -at) > (best[1], -best[0]):
            best = at, stop, name
    if best and not _shorter(best[2], ctx.subject):
        ctx.subject = best[2]


def _aside(told: Subjects, at: int, end: int) -> bool:
    """True for a name in a bracket that closed before the number: it is of what stands there."""
    return any(opens < at < closes < end for opens, closes in told.asides)


def _shorter(name: str, longer: str) -> bool:
    """True when a name is the one already carried without its last word (and its first)."""
    return name in longer and not longer.endswith(name) and len(longer) - len(name) <= _WORD
