"""Relations between places, of one table or of several: ``relations.toml``."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

from finalaccounts.reference import Strict, load_toml


class Relation(Strict):
    """Signed sums at places: each side adds terms ``table.line.column``.

    In a term ``a|b`` takes the first that is printed and ``a+b`` adds; ``*`` and ``#`` (a digit)
    in the line stand for all lines that fit; ``{line}`` and ``{column}`` for what ``over`` and
    ``columns`` run through; ``?`` before a term says that it may or may not belong to the sum.
    ``only_if`` names a condition of ``reconcile/conditions.py``, ``not`` before it turns it;
    ``if_equal``: places that must print one amount.
    """

    rule: str
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Literal["equal", "at_most", "at_least", "near"] = "equal"
    threshold: Decimal | None = None  # percent, for near: a rule that has one can only ask
    over: str = ""  # "<table>[+<table>]:<line pattern>[,<pattern>]" runs {line}
    columns: tuple[str, ...] = ()
    only_if: str = ""
    if_equal: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()  # words of which the title of the first table must hold one
    blanks: bool = True  # a certain blank counts as nothing (else it cannot be compared)
    optional: bool = False  # a place where one side is not printed at all is no place


class Relations(Strict):
    """``relations.toml``."""

    relation: tuple[Relation, ...]


@cache
def relations() -> tuple[Relation, ...]:
    """Return all relations, in the order of the file."""
    found: Relations = load_toml("relations.toml", Relations)
    return found.relation


@cache
def under(rule: str) -> tuple[Relation, ...]:
    """Return the relations that are checked under a rule."""
    return tuple(r for r in relations() if r.rule == rule)
