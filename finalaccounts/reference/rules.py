"""The rules as data: ``rules.toml`` (all of them, with formula, basis and sentences)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from finalaccounts.reference import Strict, load_csv, load_toml

Severity = Literal["error", "warning", "note"]


class RuleUnits(Strict):
    """Units of money and their worth in yuan, of people in persons; others have no factor."""

    money: dict[str, Decimal]
    people: dict[str, Decimal]

    def factor(self, unit: str) -> Decimal | None:
        """Return what one ``unit`` is worth in yuan, or None when it is no known money."""
        return self.money.get(unit)

    def persons(self, unit: str) -> Decimal | None:
        """Return how many persons one ``unit`` is, or None when it does not count people."""
        return self.people.get(unit)


class Present(Strict):
    """A table whose title holds one of ``titled`` must show ``columns`` (heads: their words)."""

    table: str
    titled: tuple[str, ...]
    heads: tuple[str, ...]
    columns: tuple[str, ...]


class Listed(Strict):
    """Amounts of the narrative that are parts of another: none is above it.

    Names are items, items with the three-public expense they are of (``final:vehicles``), or ``*``.
    The parts are those that the statements say are its own, or with ``once`` the ones that the
    section tells one amount of; where all are there and the list is ``complete`` they add up to it.
    """

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    sections: tuple[str, ...] = ()
    once: bool = False
    complete: bool = False


class Limit(Strict):
    """An amount that is at most another (``top``), less a third; the first of each that is there.

    Names are figures (``table.line.column``) or statements (``section.item``). With ``always`` it
    must hold wherever both are told, else the amount alone makes a check; a breach of an ``exact``
    one takes part in the diagnosis; ``counted`` numbers are not rounded, ``whole_only`` ones have
    no subject.
    """

    said: tuple[str, ...]
    top: tuple[str, ...]
    less: tuple[str, ...] = ()
    message: str
    type: str = ""
    severity: Literal["", "error", "warning", "note"] = ""
    always: bool = False
    exact: bool = False
    counted: bool = False
    whole_only: bool = False


class Count(Strict):
    """Things counted in a section, and their kinds told right behind: they add up.

    ``first`` is how many totals of a section are judged (0: all), ``least`` how many kinds make a
    list.
    """

    sections: tuple[str, ...]
    items: tuple[str, ...]
    least: int = 1
    first: int = 0


class Growth(Strict):
    """A stated change: against last year's amount where it is ``printed`` too, else ``computed``."""

    change: str
    base: Literal["printed", "computed"]


class Same(Strict):
    """Statements of an item that are the same where the two amounts they speak of are.

    The two stand in one of the sections, or ``across``: the first of each in two of them.
    """

    item: str
    of: tuple[str, str]
    sections: tuple[str, ...]
    across: bool = False


class FormAmount(Strict):
    """An amount at the head of every form of a kind that is also the figure of a table."""

    kind: Literal["project", "department"]
    field: str
    figure: str


class Subject(Strict):
    """A table or section and the words that name what it is of; each speaks of its own only."""

    key: str
    words: str
    zh: str
    en: str


class Product(Strict):
    """Words in which a number (``count``, ``many``), a rate (``unit``) and their ``sum`` stand.

    ``vague`` words leave the product open, those of a ``period`` how often the rate was paid.
    """

    pattern: str
    vague: str
    period: str


class Basis(Strict):
    """Why a rule must hold, in both languages."""

    zh: str
    en: str


class Rule(Strict):
    """One rule. ``formula`` is for people; kind equation: ``finalaccounts.equations`` holds it."""

    id: str = Field(pattern=r"^[A-Z]+\d*\.R\d\d$|^[A-Z]\d\d\.R\d\d$")
    kind: Literal[
        "equation", "present", "function", "listed", "growth", "same", "ratio", "subject", "product"
    ]
    scope: str
    formula: str
    tolerance: Literal["X0", "C", "R1", "R", "P", "S", "R1/P", "R1/S", "R1/C", "R/P", "R/X0", "5%"]
    severity: Severity
    fails_as: Literal["fail", "ask"] = "fail"
    type: str
    zh: str
    en: str
    basis: str
    note: str = ""
    present: tuple[Present, ...] = ()
    listed: tuple[Listed, ...] = ()
    form: tuple[FormAmount, ...] = ()
    limit: tuple[Limit, ...] = ()
    count: tuple[Count, ...] = ()
    growth: tuple[Growth, ...] = ()
    same: tuple[Same, ...] = ()
    subject: tuple[Subject, ...] = ()
    product: tuple[Product, ...] = ()

    @model_validator(mode="after")
    def _has_its_kind(self) -> Rule:
        declared = {
            k
            for k in (
                "present",
                "listed",
                "form",
                "limit",
                "count",
                "growth",
                "same",
                "subject",
                "product",
            )
            if getattr(self, k)
        }
        # What the narrative states may be declared in checks.toml, under the rule's id.
        told = {"listed", "form", "limit", "count", "growth", "same", "ratio"}
        fits = (
            declared <= told
            if self.kind in told
            else declared == {self.kind} - {"equation", "function"}
        )
        if not fits:
            raise ValueError(f"{self.id}: kind {self.kind} does not fit what is declared")
        return self


def declares(rule: Rule) -> bool:
    """True for a rule that itself lists the statements it compares."""
    return bool(rule.listed or rule.form or rule.limit or rule.count or rule.growth or rule.same)


class RuleWords(Strict):
    """Words that rules look for in the text."""

    zero_hides: tuple[str, ...]
    of_which: tuple[str, ...]  # how the label of a line begins that repeats a part of another
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    exactly: tuple[str, ...]
    percent: tuple[str, ...]
    points: tuple[str, ...]  # what follows the number in a group's printed weight
    whole: tuple[str, ...]  # subject of the department's own form in the narrative
    shown: tuple[str, ...]  # projects whose results the report shows, form by form
    general: str  # names the general budget
    others_evaluate: tuple[str, ...]  # evaluations that are not the department's own
    project_noise: tuple[str, ...]  # taken off the name of a project before names are compared
    count_noise: tuple[str, ...]  # taken off an indicator that counts people


class Rules(Strict):
    """The whole list, the units of money and the words rules need."""

    units: RuleUnits
    words: RuleWords
    basis: dict[str, Basis]
    rule: tuple[Rule, ...]

    @model_validator(mode="after")
    def _unique(self) -> Rules:
        ids = [r.id for r in self.rule]
        if len(set(ids)) != len(ids):
            raise ValueError("a rule id occurs twice")
        unknown = {r.basis for r in self.rule} - set(self.basis)
        if unknown:
            raise ValueError(f"basis {', '.join(sorted(unknown))} is not defined")
        return self


@cache
def rules() -> dict[str, Rule]:
    """Return all rules by id, in the order of the file."""
    return {r.id: r for r in load_toml("rules.toml", Rules).rule}


def bases() -> dict[str, Basis]:
    """Return the texts of why rules must hold, by key."""
    listed: Rules = load_toml("rules.toml", Rules)
    return listed.basis


def words() -> RuleWords:
    """Return the words that rules look for in the text."""
    listed: Rules = load_toml("rules.toml", Rules)
    return listed.words


def units() -> RuleUnits:
    """Return the units of money."""
    listed: Rules = load_toml("rules.toml", Rules)
    return listed.units


class Mapped(Strict):
    """A rule of GovBudgetChecker (rules/v3_3.yaml), ours that hold it, and a remark of our own."""

    theirs: str
    ours: str
    remark_zh: str
    remark_en: str


def govbudgetchecker() -> tuple[Mapped, ...]:
    """Return how the rules of that public checker map to ours, in the order of its file."""
    return load_csv("govbudgetchecker.csv", Mapped)
