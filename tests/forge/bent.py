"""Read a report with one bent cell, and weigh what is said of it against the report when whole."""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random

from finalaccounts.amounts import text
from finalaccounts.model import Report
from finalaccounts.reconcile import reconcile
from tests.forge.blocks import Block
from tests.forge.compare import read
from tests.forge.damage import Damaged, Place, damage
from tests.forge.layouts import LAYOUTS
from tests.forge.making import make
from tests.forge.marks import CAN, settle
from tests.forge.quirks import NONE, Quirks, draw
from tests.forge.report import BARE, FORMATS, OFD, blocks, printed_as

FORMS = (*FORMATS, *BARE, *OFD)
LOOSE = frozenset(("spaces", "gb18030", *BARE))  # which may lose their cells


@dataclass
class Whole:
    """A report before the damage: its parts, the amounts read from it, what is said of it."""

    parts: list[Block]
    quirks: Quirks
    amounts: dict[Place, str]
    said: frozenset[str]


@dataclass
class Told:
    """What came of one damage, counted; ``faults`` names what must not be."""

    where: str
    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=dict)


def _said(report: Report) -> dict[str, str]:
    """Return findings that accuse: id -> severity and what it says."""
    return {
        f.finding_id: f"{f.severity} {f.finding_id} {f.printed} for {f.expected}"
        for f in reconcile(report).findings
        if f.severity in ("error", "warning")
    }


def _amounts(report: Report) -> dict[Place, str]:
    return {
        (f.table, f.line, f.column): text(f.amount)
        for f in report.figures
        if f.state == "printed" and f.placed != "ambiguous"
    }


@cache
def whole(seed: int, layout: str, form: str) -> Whole:
    """Return a right report of a seed; every third has the quirks that real files have."""
    quirks = draw(seed) if seed % 3 == 2 else NONE
    parts = blocks(make(seed), LAYOUTS[layout], quirks)
    report = read(printed_as(parts, form, quirks), form)
    return Whole(parts, quirks, _amounts(report), frozenset(_said(report)))


def judge(number: int, kind: str, layout: str, form: str, seed: int) -> Told | None:
    """Bend the report of a seed and return what is told; None where the kind does not apply."""
    name = kind.removesuffix(" cell")
    if name != kind and name not in CAN.get(form, ()):
        return None
    base = whole(seed, layout, form)
    made = damage(base.parts, kind, Random(number))
    if made is None:
        return None
    if kind == "label with an amount" and form in LOOSE and not base.amounts.keys() & made.touched:
        return None  # nothing tells it from a row that prints that amount
    data = settle(printed_as(made.blocks, form, base.quirks), form)
    report = read(data, form)
    told = Told(f"seed {seed} {made.table} {made.seen!r}")
    told.counts["bent"] = 1
    for finding, words in _said(report).items():
        if finding not in base.said:
            severity = "errors" if words.startswith("error") else "warnings"
            told.counts[severity] += 1
            told.faults.setdefault(severity, []).append(words)
    told.counts["accused"] = int(told.counts["errors"] > 0)
    _weigh(base, made, report, told)
    return told


def _plain(token: str) -> str:
    return re.sub(r"[\s,，]", "", token)


def _weigh(base: Whole, made: Damaged, report: Report, told: Told) -> None:
    got = _amounts(report)
    listed = Counter(_plain(u.token) for u in report.unread)
    for figure in report.figures:
        if figure.placed == "ambiguous" and figure.amount is not None:
            listed[text(figure.amount)] += 1
    states = {(f.table, f.line, f.column): f.state for f in report.figures}
    # What stands in a line or column that is not known is published there.
    loose = Counter(
        a for p, a in got.items() if p not in base.amounts and "other:" in p[1] + p[2]
    )  # fmt: skip
    apart = {t.table for t in report.tables if t.state == "not_read"}

    def wrong(words: str) -> None:
        told.counts["wrong"] += 1
        told.faults.setdefault("wrong", []).append(words)

    for place, amount in base.amounts.items():
        found = got.get(place)
        name = ".".join(place)
        if found == amount:
            continue
        if found is not None and place in made.gone and found == made.seen.replace(",", ""):
            told.counts["listed"] += 1  # one print over two cells holds for both
        elif found is not None:
            wrong(f"{name} {amount} read {found}")
        elif (
            states.get(place) == "unread"
            or place[0] in apart
            or (
                place in made.touched
                and any(_plain(u.token) == _plain(made.seen) for u in report.unread)
            )
        ):
            told.counts["listed"] += 1
        elif listed[amount] or loose[amount]:
            (listed if listed[amount] else loose)[amount] -= 1
            told.counts["listed"] += 1
        elif place in made.gone:
            continue
        elif place in made.touched and any(_plain(u.token) in _plain(made.seen) for u in report.unread):  # fmt: skip
            told.counts["listed"] += 1
        else:
            told.counts["gone"] += 1
            told.faults.setdefault("gone", []).append(f"{name} {amount}")
    for place, found in got.items():
        strange = "other:" in place[1] + place[2] or found in made.inserted
        if place not in base.amounts and not strange:
            wrong(f"{'.'.join(place)} read {found}, nothing printed there")
    for amount in made.further:
        if not listed[amount] and amount not in loose and amount not in got.values():
            told.counts["gone"] += 1
            told.faults.setdefault("gone", []).append(f"further {amount}")
