"""The subjects that a text names: whose amounts the numbers after them are."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from finalaccounts.normalize.narrative.context import Spoken
from finalaccounts.reference.explanations import explanations


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subjects that a text names (start, end, name), and where it begins to give reasons."""

    named: list[tuple[int, int, str]]
    reasons: list[int]


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
    return Subjects(sorted(named), sorted(reasons))


def carry(ctx: Spoken, told: Subjects, floor: int, end: int, clause: int) -> None:
    """Let a subject named since the last number, outside the reasons given, carry on."""
    k = bisect_left(told.reasons, floor)
    reason = told.reasons[k] if k < len(told.reasons) and told.reasons[k] < clause else end
    best: tuple[int, int, str] | None = None
    for k in range(bisect_left(told.named, (floor,)), len(told.named)):
        at, stop, name = told.named[k]
        if at >= end:
            break
        if stop > end or reason <= at < clause:
            continue
        if best is None or (stop, -at) > (best[1], -best[0]):
            best = at, stop, name
    if best and not _shorter(best[2], ctx.subject):
        ctx.subject = best[2]


def _shorter(name: str, longer: str) -> bool:
    """True when a name is the one already carried, without its last word or two."""
    return longer.startswith(name) and len(longer) - len(name) <= 2
