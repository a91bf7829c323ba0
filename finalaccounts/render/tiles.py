"""The eight headline tiles: one number each, never without a comparison or a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.model import Reconciled, Statement
from finalaccounts.reference.checks import checks
from finalaccounts.render import shown
from finalaccounts.render.chapters import tally
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words

_SIGN = {"increase": 1, "decrease": -1, "flat": 0}


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline number."""

    key: str = field(metadata={"doc": "Key of the tile; its label is words.tiles[key]."})
    value: str = field(metadata={"doc": "The number as shown, or empty when it is missing."})
    note: str = field(metadata={"doc": "Comparison, or why there is no number."})
    href: str = field(metadata={"doc": "Address of the printed line."})
    unit: str = field(metadata={"doc": "Unit, where it is not that of the group."})


def change(facts: Facts, sections: tuple[str, ...], subject: str = "") -> Decimal | None:
    """Return the stated change on the year before in per cent, signed; None when not stated."""
    for s in facts.statements(sections, "yoy_rate", subject):
        if s.amount is not None and s.direction in _SIGN:
            return s.amount * _SIGN[s.direction]
    return None


def _money(
    fact: Fact | None, key: str, note: str, words: Words, sources: Sources, unit: str
) -> Tile:
    if fact is None:
        return Tile(key, "", words.tiles.not_stated, "", "")
    own = "" if fact.unit == unit else fact.unit
    return Tile(key, shown.amount(fact.amount), note, sources.address(fact.source, fact.line), own)


def main_unit(facts: Facts) -> str:
    """Return the unit of the headline totals."""
    total = facts.total("expenditure") or facts.year("expenditure")
    return total.unit if total else ""


def tiles(facts: Facts, built: Reconciled, words: Words, sources: Sources) -> tuple[Tile, ...]:
    """Return the tiles in fixed order."""
    unit = main_unit(facts)
    spent = facts.year("expenditure")
    moved = change(facts, ("summary",))
    note = (
        words("tiles.on_last_year", change=shown.signed_percent(moved)) if moved is not None else ""
    )
    rows = []
    for side in ("revenue", "expenditure"):
        year, total = facts.year(side), facts.total(side)
        told = note
        if year and total and year.amount != total.amount:
            # The stated change is that of the grand total, which is another number here.
            told = words(f"tiles.{side}_with_balance", total=shown.amount(total.amount))
        told = told or words.tiles.no_comparison
        rows.append(_money(year or total, side, told, words, sources, unit))
    for key in ("basic", "project"):
        fact = facts.part(key)
        same = fact and spent and fact.unit == spent.unit
        share = shown.ratio(fact.amount, spent.amount) if fact and spent and same else None
        note = (
            words("tiles.share", share=shown.percent(share))
            if share is not None
            else words.tiles.no_comparison
        )
        rows.append(_money(fact, key, note, words, sources, unit))
    rows.append(_three_public(facts, words, sources, unit))
    agency = facts.agency_operation()
    note = _agency_note(facts, agency, words)
    rows.append(_money(agency, "agency_operation", note, words, sources, unit))
    staff = facts.staff("staff_actual")
    quota = facts.staff("staff_quota")
    if staff:
        note = (
            words("tiles.quota", quota=shown.plain(quota.amount))
            if quota
            else words.tiles.no_comparison
        )
        href = sources.address(staff.source, staff.line)
        rows.append(Tile("staff", shown.plain(staff.amount), note, href, staff.unit))
    else:
        rows.append(Tile("staff", "", words.tiles.no_staff, "", ""))
    rows.append(_findings(built, words))
    return tuple(rows)


def _agency_note(facts: Facts, agency: Fact | None, words: Words) -> str:
    section = ("agency_operation",)
    moved = change(facts, section)
    if moved is not None:
        return words("tiles.on_last_year", change=shown.signed_percent(moved))
    for s in facts.statements(section, "yoy_change"):
        # Some reports state the change as an amount alone.
        if s.amount is not None and s.direction in _SIGN and agency and s.unit == agency.unit:
            by = shown.signed(s.amount * _SIGN[s.direction])
            return words("tiles.on_last_year", change=f"{by} {s.unit}")
    return str(words.tiles.no_comparison)


def _three_public(facts: Facts, words: Words, sources: Sources, unit: str) -> Tile:
    final, budget = facts.three_public("final"), facts.three_public("budget")
    if final is None and facts.state("three_public") == "declared_empty":
        return Tile("three_public", "", words.tiles.declared_empty, "", "")
    notes = []
    if budget and final and budget.unit == final.unit:
        done = shown.ratio(final.amount, budget.amount)
        shown_budget = shown.amount(budget.amount)
        notes.append(
            words("tiles.of_budget", budget=shown_budget, done=shown.percent(done))
            if done is not None
            else words("tiles.budget", budget=shown_budget)
        )
    if moved := _three_public_change(facts):
        notes.append(words("tiles.on_last_year", change=moved))
    note = words.tiles.next.join(notes) or words.tiles.no_budget
    return _money(final, "three_public", note, words, sources, unit)


def _three_public_change(facts: Facts) -> str:
    """Return the stated change of the whole of the three public expenses, as shown, or empty.

    The sentence must name the whole, not one of its parts. A rate that says up where its amount
    says down is not repeated: the finding shows both.
    """

    def moved(item: str) -> Statement | None:
        rows = facts.statements(("three_public",), item)
        named = (s for s in rows if checks().three_public_key(s.subject, s.label) == "total")
        return next((s for s in named if s.direction in _SIGN), None)

    rate, by = moved("yoy_rate"), moved("yoy_change")
    if rate and by and rate.direction != by.direction:
        return ""
    if rate and rate.amount is not None:
        return shown.signed_percent(rate.amount * _SIGN[rate.direction])
    if by and by.amount is not None:
        return f"{shown.signed(by.amount * _SIGN[by.direction])} {by.unit}"
    return ""


def _findings(built: Reconciled, words: Words) -> Tile:
    counted = tally(built.findings, words)
    note = words("tiles.rest", count=counted.all) if counted.rest else words.tiles.no_rest
    return Tile("findings", str(counted.numbers), note, "#findings", words.tiles.places)
