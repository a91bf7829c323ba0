"""The sums inside a table, derived from what its columns, lines and codes add to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from finalaccounts.equations.columns import columns_of
from finalaccounts.reference import ReferenceDataError, tabular
from finalaccounts.reference import tables as reference

CLASSES = "###"  # the pattern of the functional classes among the lines
# Digits of a code, from the total down to the item.
_DIGITS = {"total": 0, "class": 3, "section": 5}
_BELOW = {0: 3, 3: 5, 5: 7}
# Digits of a code -> what it is called.
LEVELS = {**{digits: name for name, digits in _DIGITS.items() if digits}, _BELOW[5]: "item"}


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a sum; where it is not printed, ``below`` stand in its stead.

    ``choices`` are further columns of which the first that is printed counts; ``doubtful``: whether
    the whole counts it is not known.
    """

    column: str
    below: tuple[Part, ...] = ()
    choices: tuple[str, ...] = ()
    doubtful: bool = False

    def names(self) -> Iterator[str]:
        """Yield all columns that may stand for this part."""
        yield from (self.column, *self.choices)
        for part in self.below:
            yield from part.names()


@dataclass(frozen=True, slots=True)
class Across:
    """In every line that fits ``lines``: column ``whole`` = sum of ``parts``.

    ``before`` are columns that take the parts where they are printed (a part adds to the first of
    several). ``main``: the sum of the row's own total; ``alone``: it is
    looked for also where no part is printed.
    """

    rule: str
    table: str
    whole: str
    parts: tuple[Part, ...]
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ("*",)
    main: bool = True
    alone: bool = True

    @property
    def columns(self) -> frozenset[str]:
        """All columns that this sum looks at."""
        return frozenset([self.whole, *(n for p in self.parts for n in p.names())])


@dataclass(frozen=True, slots=True)
class Balance:
    """In every line the columns of ``left`` make the same sum as those of ``right``."""

    rule: str
    table: str
    name: str
    left: tuple[Part, ...]
    right: tuple[Part, ...]

    @property
    def columns(self) -> frozenset[str]:
        """All columns that this sum looks at."""
        return frozenset(n for p in (*self.left, *self.right) for n in p.names())


@dataclass(frozen=True, slots=True)
class Change:
    """In every line ``column`` is the amount by which ``more`` exceeds ``less``."""

    rule: str
    table: str
    column: str
    more: tuple[str, ...]  # the first that the line has counts
    less: str

    @property
    def columns(self) -> frozenset[str]:
        """All columns that this relation looks at."""
        return frozenset([self.column, *self.more, self.less])


@dataclass(frozen=True, slots=True)
class RateOf:
    """In every line ``column`` is a rate: 100 x ``of`` / ``to`` (see ``reference.tables.Rate``)."""

    rule: str
    table: str
    column: str
    of: tuple[str, ...]
    to: tuple[str, ...]
    growth: bool
    share: bool

    @property
    def columns(self) -> frozenset[str]:
        """All columns that this relation looks at."""
        return frozenset([self.column, *self.of, *([] if self.share else self.to)])


@dataclass(frozen=True, slots=True)
class Lines:
    """In every column: line ``whole`` = sum of the lines ``parts`` (keys, or ``CLASSES``).

    ``open``: a line that nobody knows may be one of them.
    """

    rule: str
    table: str
    whole: str
    parts: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Down:
    """In every column: a code of ``digits`` (0: the line ``total``) = sum of the codes below it."""

    rule: str
    table: str
    digits: int

    @property
    def below(self) -> int:
        """Digits of the codes that add to it."""
        return _BELOW[self.digits]


@dataclass(frozen=True, slots=True)
class Sums:
    """All sums and relations inside one table."""

    across: tuple[Across, ...] = ()
    balances: tuple[Balance, ...] = ()
    changes: tuple[Change, ...] = ()
    rates: tuple[RateOf, ...] = ()
    lines: tuple[Lines, ...] = ()
    down: tuple[Down, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that these are checked under, each once."""
        kinds = (self.across, self.balances, self.changes, self.rates, self.lines, self.down)
        return tuple(dict.fromkeys(e.rule for kind in kinds for e in kind))


def _wholes(column: tabular.Column) -> list[str]:
    return [name.lstrip("?") for name in column.adds_to]


def _part(table: str, name: str, doubtful: bool = False) -> Part:
    first, *choices = name.split("|")
    below = _children(table, first)
    return Part(first, below[0] if below else (), tuple(choices), doubtful)


def _children(table: str, whole: str) -> list[tuple[Part, ...]]:
    """Return the parts of a column, once for each way of parting it."""
    ways: dict[str, list[Part]] = {}
    for column in columns_of(table).values():
        if whole in _wholes(column):
            part = _part(table, column.key, f"?{whole}" in column.adds_to)
            ways.setdefault(column.by, []).append(part)
    return [tuple(parts) for parts in ways.values() if not all(p.doubtful for p in parts)]


def _across(table: str) -> Iterator[Across]:
    columns = columns_of(table)
    wholes = [c for c in columns.values() if c.sum and not any(n in columns for n in c.adds_to)]
    for whole in columns.values():
        for parts in _children(table, whole.key):
            if not whole.sum:
                raise ReferenceDataError(
                    f"tables/{table}.toml: columns add to {whole.key!r}, which names no rule (sum)"
                )
            first = _wholes(columns[parts[0].column])
            before = tuple(first[: first.index(whole.key)])
            main = whole.main or wholes == [whole]
            others = {c.sum for c in columns.values() if c != whole}
            alone = not whole.optional and (main or whole.sum not in others)
            yield Across(whole.sum, table, whole.key, parts, before, whole.lines, main, alone)


def _lines(table: str, found: reference.TableKind) -> Iterator[Lines]:
    for whole in found.line:
        parts = [line.key for line in found.line if line.adds_to == whole.key]
        parts += [CLASSES] * whole.classes
        if parts and whole.sum:
            yield Lines(whole.sum, table, whole.key, tuple(parts), whole.open)
        elif parts or whole.sum:
            raise ReferenceDataError(
                f"tables/{table}.toml: line {whole.key!r} needs a rule (sum) and lines that add to it"
            )


@cache
def sums(table: str) -> Sums:
    """Return the sums and relations inside a table, derived from its data.

    Raises ReferenceDataError where something adds to a column or line that names no rule.
    """
    own, found = reference.kind(table), reference.labelled(table)
    if own is None or found is None:
        return Sums()
    balances = [
        Balance(
            b.rule, table, b.name,
            tuple(_part(table, n) for n in b.left), tuple(_part(table, n) for n in b.right),
        )
        for b in found.balance
    ]  # fmt: skip
    rated = columns_of(table).values()
    return Sums(
        tuple(_across(table)),
        tuple(balances),
        tuple(
            Change(c.rule, table, c.key, tuple(c.change[0].split("|")), c.change[1])
            for c in rated
            if c.change
        ),
        tuple(
            RateOf(c.rule, table, c.key, c.rate.of, c.rate.to, c.rate.growth, c.rate.share)
            for c in rated
            if c.rate
        ),
        tuple(_lines(table, found)),
        tuple(Down(rule, table, _DIGITS[level]) for level, rule in own.levels.items()),
    )


def outside(table: str, columns: Collection[str]) -> frozenset[str]:
    """Return the columns of a table that its total does not count."""
    counted = {"total"}
    for across in sums(table).across:
        counted |= across.columns
    return frozenset(columns) - counted if len(counted) > 1 else frozenset()
