"""What one number states, and what the words before it have fixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.reference.narrative import Section


@dataclass(frozen=True, slots=True)
class Named:
    """What one number states: one row of the statements."""

    item: str
    label: str
    subject: str = ""
    code: str = ""
    direction: str = ""
    head: bool = False
    opens: bool = False


@dataclass(slots=True)
class Context:
    """What the words before a number have fixed: section, subject carried, totals named last.

    ``last`` holds what the previous number of the same sentence stated, ``last_kind`` the kind of
    its unit, ``base`` what its change was compared with, ``item`` the item before, across sentences.
    ``clause`` is the clause before, ``aside``
    last year's amount that a change follows in its clause; ``unfilled`` names a quantity whose number is missing in the clause before a share. ``amounts``
    are the last ones of each item in the sentence, ``spoken`` is the amount named last in a block.
    Amounts of an earlier year are kept in ``recent`` only, for the shares of them. ``kinds`` are the
    statements last made of this year by kind of unit, ``named`` the amounts of the sentence
    and ``labels`` those of the last list, each with the kind of its unit; ``fresh`` is a list of
    this sentence.
    """

    section: str
    declared: Section | None = None
    annex: str = ""
    subject: str = ""
    name: str = ""
    code: str = ""
    heads: list[str] = field(default_factory=list)
    heads_part: tuple[int, int] = (-1, -1)
    last: tuple[Named, ...] = ()
    last_kind: str = ""
    last_words: str = ""
    base: str = ""
    item: str = ""
    unfilled: str = ""
    clause: str = ""
    amounts: dict[str, Decimal] = field(default_factory=dict)
    spoken: Named | None = None
    recent: tuple[Named, ...] = ()
    recent_kind: str = ""
    recent_year: int = 0
    kinds: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    labels: tuple[tuple[Named, str], ...] = ()
    named: list[tuple[Named, str]] = field(default_factory=list)
    fresh: bool = False
    aside: Named | None = None

    def new_sentence(self) -> None:
        """Forget what only the sentence before has fixed."""
        self.last, self.recent, self.base = (), (), ""
        self.amounts = {}
        self.named, self.fresh = [], False

    def close(self, size: int) -> None:
        """Let the last ``size`` amounts, a list, be those that a list without labels goes on with."""
        if len(self.named) >= size:
            self.labels = tuple(self.named[-size:])
            self.fresh = True

    def listed(self, size: int) -> tuple[Named, ...]:
        """Return the amounts that a list of ``size`` numbers without labels speaks of."""
        if self.fresh and len(self.labels) == size:
            return tuple(row for row, _ in self.labels)
        rows = self.named[-size:] if len(self.named) >= size else self.labels
        return tuple(row for row, _ in rows) if len(rows) == size else ()

    def kind_of(self, row: Named) -> str:
        """Return the kind of unit of an amount named in this sentence or in the list before."""
        return next((kind for own, kind in (*self.named, *self.labels) if own is row), "")

    @property
    def carried(self) -> str:
        """The subject of the amounts that follow."""
        return self.name or self.subject

    @property
    def own(self) -> str:
        """The subject of the section's totals."""
        return self.declared.subject if self.declared else ""
