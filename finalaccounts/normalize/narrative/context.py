"""What one number states, and what the words before it have fixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.normalize.narrative.codes import Names
from finalaccounts.normalize.narrative.periods import Period
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.reference.narrative import Section, statements


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
    guessed: bool = False
    rest: bool = False


@dataclass(slots=True)
class Spoken:
    """What the words before a number have fixed.

    Of the section: ``declared``, ``annex``, the ``subject`` and the item of the classification
    (``name``, ``code``) that amounts are of, ``heads``, its totals named last, of ``heads_part``.
    Of the sentence: ``said``, a subject that only it names; ``last``, what the number before stated,
    with ``last_kind`` and ``last_words``; ``base`` of its change; ``amounts`` by item; ``named``, its
    amounts with their kinds. Amounts of an earlier year are in ``recent`` and ``recent_year`` only;
    ``aside`` is one that a change follows in its clause. ``clause`` is the clause before, ``unfilled``
    a quantity whose number is missing there. ``kinds`` are the amounts last named by kind, ``mains``
    those that are no part of another; ``labels`` those of the last list, ``fresh`` when it is of this
    sentence. ``first`` is the
    first amount of a numbered entry; ``told`` are the section's last
    amounts by item; ``entry``: the words before the
    number are all that stands behind the ordinal of an entry. ``item`` and ``spoken`` go across sentences. ``part`` is the part of the sentence.
    """

    section: str
    declared: Section | None = None
    annex: str = ""
    subject: str = ""
    name: str = ""
    code: str = ""
    said: str = ""
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
    kinds: dict[str, tuple[tuple[Named, ...], tuple[int, int]]] = field(default_factory=dict)
    mains: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    part: tuple[int, int] = (-1, -1)
    labels: tuple[tuple[Named, str], ...] = ()
    named: list[tuple[Named, str]] = field(default_factory=list)
    fresh: bool = False
    same: tuple[Named, ...] = ()
    aside: tuple[Named, ...] = ()
    names: Names = Names({})
    entry: bool = False
    first: Named | None = None
    entered: bool = False
    told: dict[str, Decimal] = field(default_factory=dict)

    def new_sentence(self) -> None:
        """Forget what only the sentence before has fixed."""
        self.last, self.recent, self.base = (), (), ""
        self.amounts = {}
        self.named, self.fresh, self.said = [], False, ""

    def remember(self, rows: list[Named], number: Quantity, words: str, period: Period) -> None:
        """Let what a number states be what the words after it may speak of."""
        speaks = relative(rows[0])
        self.recent, self.recent_kind = tuple(rows), number.kind
        if not speaks:
            self.recent_year = period.amount
            self.named.append((rows[-1], number.kind))
        if period.amount and not speaks:
            return
        part = self.part
        if rows[0].head:
            joined = self.last and self.last[0].head and self.heads_part == part
            self.heads = [*(self.heads if joined else ()), *(_whole(row) for row in rows)]
            self.heads_part = part
        self.last, self.last_kind, self.last_words = tuple(rows), number.kind, words
        planned = rows[0].item in statements().planned and number.kind in self.kinds
        planned = planned and self.kinds[number.kind][1] == part
        if not speaks and not planned:
            self.kinds[number.kind] = tuple(rows), part
            if period.whole < 0:
                self.mains[number.kind] = tuple(rows)
        if self.entered and not self.first and not speaks and number.kind == "money":
            self.first = rows[0]
        if number.amount is not None:
            self.amounts[rows[0].item] = self.told[rows[0].item] = number.amount
        if number.kind == "money" and _names(rows[0]):
            self.spoken = rows[0]
        if rows[0].item not in (*statements().asides, statements().items[-1].key):
            self.item = rows[0].item

    def close(self, size: int, labels: tuple[str, ...], amounts: bool) -> None:
        """Let a list be the one that a list without labels goes on with."""
        if amounts:
            self.labels, self.fresh = tuple(self.named[-size:]), True
        elif labels:
            self.labels, self.fresh = tuple((Named("", name), "") for name in labels), True

    def inherited(self, kind: str) -> list[Named]:
        """Return the amount that a number without words, of an earlier year, is the equal of."""
        rows, part = self.kinds.get(kind, ((), (-1, -1)))
        return list(rows if part == self.part else self.mains.get(kind, rows))

    def listed(self, size: int) -> tuple[Named, ...]:
        """Return the amounts that a list of ``size`` numbers without labels speaks of."""
        if self.fresh and len(self.labels) == size:
            return tuple(row for row, _ in self.labels)
        rows = self.named[-size:] if len(self.named) >= size else self.labels
        return tuple(row for row, _ in rows) if len(rows) == size else ()

    def kind_of(self, row: Named) -> str:
        """Return the kind of unit of an amount named in this sentence or in the list before."""
        return next((kind for own, kind in (*self.named, *self.labels) if own is row), "")

    def itemised(self, period: Period) -> bool:
        """True for a part, in its sentence, of an amount that is an item of the classification."""
        if period.whole == -1:
            return False
        whole = self.named[0][0] if self.named else self.spoken
        return whole is not None and whole.item == "final" and whole.subject == whole.label

    @property
    def between(self) -> bool:
        """True when a part stands between the totals named last and what is said now."""
        if not self.heads or not self.named or self.heads_part != self.part:
            return False
        return not self.named[-1][0].head

    @property
    def carried(self) -> str:
        """The subject of the amounts that follow."""
        return self.name or self.subject or self.said

    @property
    def own(self) -> str:
        """The subject of the section's totals."""
        return self.declared.subject if self.declared else ""


def relative(row: Named) -> bool:
    """True for a statement that speaks of an amount."""
    return row.item in statements().related or row.item in statements().change.items


def _names(row: Named) -> bool:
    """True for an amount that is told by the name of what was spent or received."""
    return row.item.startswith("income_") or (row.item == "final" and row.subject == row.label)


def _whole(row: Named) -> str:
    return row.label if row.subject == row.label else row.subject + row.label
