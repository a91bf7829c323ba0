"""Reference data of the narrative: its sections and the items it states, one TOML file each.

Patterns are regular expressions on folded text without white space (``narrative.flow``).
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from re import Pattern

from finalaccounts.reference import Strict, load_toml

Regex = Pattern[str]


class Level(Strict):
    """A way of numbering headings; levels are listed outermost first."""

    name: str
    pattern: Regex


class Headings(Strict):
    """What tells headings, page marks and the table of contents from running text."""

    ending: Regex
    unfinished: Regex
    inline: Regex
    page: Regex
    bare_page: Regex
    contents: Regex
    leader: Regex
    bullet: Regex
    row_head: Regex
    digits: str
    ten: str


class Part(Strict):
    """A part of the report; ``default`` is the section of text under no known heading."""

    key: str
    pattern: Regex
    default: str
    fixed: bool = False
    read: bool = True
    claimed: bool = False
    numbered: bool = False


class Annex(Strict):
    """Annexed reports: the part they open, and their titles with the ``subject`` named."""

    part: str
    title: Regex


class Form(Strict):
    """How the head of a performance form reads, for forms that no reader took."""

    head: Regex


class Section(Strict):
    """A section: its headings, the subject of its totals, and words that become subjects."""

    key: str
    patterns: tuple[Regex, ...]
    subject: str = ""
    subjects: tuple[Regex, ...] = ()
    totals: bool = False
    within: tuple[str, ...] = ()
    mention: Regex | None = None


class Sections(Strict):
    """``sections.toml``."""

    levels: tuple[Level, ...]
    headings: Headings
    parts: tuple[Part, ...]
    form: Form
    annex: Annex
    sections: tuple[Section, ...]


class Lead(Strict):
    """What is cut off the words before a number, and the words after its unit."""

    head: Regex
    tail: Regex
    tail_adverb: Regex
    weak: Regex
    after: Regex
    quote: Regex


class Periods(Strict):
    """How years are named in a sentence, and which numbers a year holds for."""

    pattern: Regex
    compared: Regex
    opening: Regex
    among: Regex
    turned: Regex
    named: Regex
    strip: Regex


class Lists(Strict):
    """How lists of numbers are announced, and how their labels are parted."""

    separator: Regex
    marker: Regex
    copula: Regex
    shared: Regex
    alone: str
    years: Regex
    flat: Regex
    compared: Regex
    conjunction: Regex


class Change(Strict):
    """Stated changes: subject, label and base; ``whose``: the clause before that names them."""

    pattern: Regex
    against: Regex
    whose: Regex
    weak: Regex
    sides: dict[str, str]
    side: Regex
    strip: Regex
    budget: Regex
    lead: Regex
    generic: Regex
    after: str
    compared: Regex
    money: dict[str, str]
    percent: dict[str, str]
    kinds: tuple[str, ...]

    @property
    def items(self) -> frozenset[str]:
        """The items that are changes or rates of change."""
        return frozenset((*self.money.values(), *self.percent.values()))

    @property
    def yearly(self) -> frozenset[str]:
        """The items that compare with the year before."""
        return frozenset((self.money["year"], self.percent["year"]))


class Share(Strict):
    """A share of a total; ``unfilled`` tells a clause that names a quantity without its number."""

    item: str
    unfilled: Regex


class Classification(Strict):
    """How items of the classification are written, and the lengths of their codes."""

    pattern: Regex
    coded: Regex
    levels: dict[str, int]
    suffix: str
    similar: Decimal


class Pair(Strict):
    """Two quantities stated with one number."""

    pattern: Regex
    items: tuple[str, str]
    sections: tuple[str, ...] = ()


class Item(Strict):
    """One way of telling an item; the fields are explained in ``statements.toml``."""

    key: str
    label: Regex
    after: Regex | None = None
    before: Regex | None = None
    when: Regex | None = None
    whose: Regex | None = None
    not_: Regex | None = None
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    subject: str = "none"
    head: bool = False
    alone: bool = False
    named: bool = False
    inherit: bool = False


class RowColumn(Strict):
    """A column of a small table in the narrative, told by the words of its head.

    ``kind`` is amount or percent; ``unit`` is given by the head itself; a head that names the
    fiscal ``year`` is ``year_item``; a ``change`` carries its sign as direction.
    """

    item: str
    pattern: Regex
    kind: str
    unit: str = ""
    year_item: str = ""
    change: bool = False


class Statements(Strict):
    """``statements.toml``; ``planned`` are the items of a budget."""

    @property
    def planned(self) -> frozenset[str]:
        """The items of a budget, of whatever stage."""
        return frozenset((*self.stages["initial"], *self.stages["adjusted"], "budget"))

    lead: Lead
    among: Regex
    whose: Regex
    related: tuple[str, ...]
    asides: tuple[str, ...]
    yearly: dict[str, str]
    stages: dict[str, tuple[str, ...]]
    periods: Periods
    lists: Lists
    directions: dict[str, tuple[str, ...]]
    change: Change
    share: Share
    classification: Classification
    pairs: tuple[Pair, ...]
    items: tuple[Item, ...]
    columns: tuple[RowColumn, ...]
    caption: Regex


@cache
def sections() -> Sections:
    """Return the parts and sections of the narrative."""
    data: Sections = load_toml("sections.toml", Sections)
    return data


@cache
def statements() -> Statements:
    """Return the items and the words that tell them."""
    data: Statements = load_toml("statements.toml", Statements)
    return data
