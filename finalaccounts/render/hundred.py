"""Of every hundred yuan: the year's expenditure in plain pieces, each with its printed line.

People, running the office, the largest purposes of projects. Pieces are only shown where they add
up to what the report prints for the whole, within what rounding explains; otherwise the next
coarser pieces stand for them, or there is no strip at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from finalaccounts.reference.rules import units
from finalaccounts.render import shown
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.opening import about
from finalaccounts.render.sentences import money
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words

PROJECTS = 3  # purposes of projects that are named; the others are one piece
_ITEM = 7  # digits of the code of an item
_OTHER = ("business", "remitted", "subsidies")  # columns beside basic and project expenditure
_HALF, _HUNDRED = Decimal("0.005"), Decimal(100)
_WIDTH = 360  # units of the picture
_TENTH, _WHOLE = Decimal("0.1"), Decimal(1)


class Share(NamedTuple):
    """A piece of the whole before it is shown."""

    key: str
    label: str
    amount: Decimal
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the strip."""

    key: str = field(metadata={"doc": "Key of words.hundred.meanings, or a code."})
    label: str = field(metadata={"doc": "What it is called."})
    yuan: str = field(metadata={"doc": "Of every hundred yuan."})
    amount: str = field(metadata={"doc": "The amount with its unit."})
    meaning: str = field(metadata={"doc": "What official definitions count there, or empty."})
    more: str = field(metadata={"doc": "Per member of staff, where the report prints the staff."})
    lines: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, line)."})
    colour: str = field(metadata={"doc": "Class of its colour."})
    at: str = field(metadata={"doc": "Where it begins in the picture."})
    width: str = field(metadata={"doc": "Its width there."})


def hundred(
    facts: Facts, words: Words, sources: Sources, doubted: Collection[str] = ()
) -> tuple[Piece, ...]:
    """Return the pieces of the year's expenditure, or nothing where they cannot be told.

    ``doubted`` are the ids of numbers that a finding is about: nothing is derived from them.
    """
    whole = facts.year("expenditure")
    if whole is None or whole.amount <= 0:
        return ()
    found = _pieces(facts, whole, words)
    if len(found) < 2 or any(piece.amount < 0 for piece in found):
        return ()
    if not _adds(found, whole.amount):
        return ()
    at, done = Decimal(0), []
    for piece in (p for p in found if p.amount):
        width = piece.amount / whole.amount * _WIDTH
        done.append(
            Piece(
                piece.key,
                piece.label,
                _yuan(piece.amount / whole.amount * _HUNDRED, words),
                money(whole._replace(amount=piece.amount)),
                words.hundred.meanings.get(piece.key) or _above(piece.key, facts, words),
                _per_head(piece, facts, words, doubted),
                tuple(
                    dict.fromkeys(
                        (sources.address(f.source, f.line), str(f.line)) for f in piece.facts
                    )
                ),
                {"personnel": "c1", "basic": "c1", "operating": "c2"}.get(
                    piece.key, "c4" if piece.key in ("rest", *_OTHER) else "c3"
                ),
                _units(at),
                _units(width),
            )
        )
        at += width
    return tuple(done)


def _units(number: Decimal) -> str:
    return format(number.quantize(_TENTH, ROUND_HALF_UP).normalize(), "f")


def _yuan(share: Decimal, words: Words) -> str:
    """Return a number of yuan as people say it: whole, small ones with a decimal."""
    if share < _TENTH:
        return str(words.hundred.least)
    near = share.quantize(_WHOLE if share >= 1 else _TENTH, ROUND_HALF_UP)
    return words("hundred.yuan", n=shown.plain(near))


def _adds(pieces: Sequence[Share], whole: Decimal) -> bool:
    """Tell whether pieces make the whole, as far as the rounding of printed numbers tells."""
    total = sum((piece.amount for piece in pieces), Decimal(0))
    return abs(total - whole) <= _HALF * (len(pieces) + 1)


def _pieces(facts: Facts, whole: Fact, words: Words) -> list[Share]:
    def same(fact: Fact | None) -> Fact | None:
        return fact if fact is not None and fact.unit == whole.unit else None

    def one(key: str, fact: Fact) -> Share:
        return Share(key, words.hundred.names[key], fact.amount, (fact,))

    basic, project = same(facts.part("basic")), same(facts.part("project"))
    found: list[Share] = []
    if basic is not None:
        sides = [
            one(key, fact)
            for key in ("personnel", "operating")
            if (fact := same(_side(facts, key)))
        ]
        found += sides if len(sides) > 1 and _adds(sides, basic.amount) else [one("basic", basic)]
    if project is not None:
        found += _purposes(facts, project, words) or [one("project", project)]
    for key in _OTHER:
        fact = same(facts.amount("expenditure", "total", key))
        if fact is not None and fact.amount:
            found.append(one(key, fact))
    return found


def _side(facts: Facts, key: str) -> Fact | None:
    """Return what was spent on people, or on running the office, out of basic expenditure."""
    line = f"{key}_total"
    return facts.amount("basic_expenditure", line) or facts.stated(
        ("basic_expenditure", "general_expenditure"), line
    )


def _purposes(facts: Facts, project: Fact, words: Words) -> list[Share]:
    """Return project expenditure by what it was for, the largest named; empty if not printed."""
    items = [
        (code, label, fact)
        for code, label, fact in facts.lines("expenditure", "project")
        if code.isdigit() and len(code) == _ITEM and fact.amount and fact.unit == project.unit
    ]
    items.sort(key=lambda item: (-item[2].amount, item[0]))
    every = [Share(code, label, fact.amount, (fact,)) for code, label, fact in items]
    if not every or not _adds(every, project.amount):
        return []
    named = [
        one._replace(label=words("hundred.project_for", name=_plain(one.label))) for one in every
    ]
    if len(named) <= PROJECTS + 1:
        return named
    rest = every[PROJECTS:]
    label = words("hundred.rest", count=len(rest))
    amount = sum((one.amount for one in rest), Decimal(0))
    told = Share("rest", label, amount, tuple(fact for one in rest for fact in one.facts))
    return [*named[:PROJECTS], told]


def _plain(label: str) -> str:
    """Return a printed name without the white space of its layout; words of others keep theirs."""
    return label if label.isascii() else "".join(label.split())


def _above(code: str, facts: Facts, words: Words) -> str:
    """Return the names that the report prints for the class and section of a code."""
    names = (facts.figure("expenditure", code[:size], "total") for size in (3, 5))
    told = [facts.label(figure) for figure in names if figure is not None and code.isdigit()]
    return words("hundred.under", names=words.hundred.step.join(told)) if told else ""


def _per_head(piece: Share, facts: Facts, words: Words, doubted: Collection[str]) -> str:
    """Return what was spent on people per member of staff; silent where no staff is printed."""
    staff = facts.staff("staff_actual") if piece.key == "personnel" else None
    fact = piece.facts[0]
    if staff is None or staff.id in doubted or fact.id in doubted:
        return ""
    if staff.amount <= 0 or staff.amount != staff.amount.to_integral_value():
        return ""
    if units().factor(fact.unit) is None:
        return ""
    each = fact._replace(amount=fact.amount / staff.amount)
    return words("hundred.per_head", staff=shown.plain(staff.amount), each=about(each, words))
