"""What a table is made of: columns, lines, balances and layouts (``tables/<key>.toml``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from finalaccounts.reference import Strict

Kind = Literal["money", "rate", "count", "code", "text", "note"]


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Rate(Strict):
    """What a column of rates divides: 100 x ``of`` / ``to``.

    ``growth``: the rate is that of the change from ``to`` to ``of``. ``share``: ``to`` is the
    same column in the line of the total.
    """

    of: Several
    to: Several
    growth: bool = False
    share: bool = False


class Column(Strict):
    """A column: its key, what its numbers are, what it adds to, and the heads it is known by.

    ``adds_to`` names the columns of which it is a part, the first that the table prints counts;
    ``?`` before a name says that it may be counted there or not. ``by`` tells two ways of parting
    one whole apart. ``sum`` is the rule of the sum of what adds to this column. A head
    ``above > head`` counts only below ``above``. ``like`` are patterns of whole heads.
    """

    key: str
    kind: Kind = "money"
    adds_to: Several = ()
    by: str = ""
    sum: str = ""
    optional: bool = False  # it may be printed without what adds to it
    main: bool = False  # of several columns that others add to: the total of the row
    lines: tuple[str, ...] = ("*",)  # patterns of the lines in which that sum must hold
    down: bool = True  # its lines add up to the line of their class, and to the total
    change: tuple[str, str] | None = (
        None  # by how much the first (``a|b``: that is printed) exceeds the second
    )
    rate: Rate | None = None
    rule: str = ""  # of the change or the rate
    heads: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    before: str = ""  # a pattern: with the head of another column after it, that one at this stage

    @model_validator(mode="after")
    def _rated(self) -> Column:
        if bool(self.rule) != bool(self.change or self.rate):
            raise ValueError(f"{self.key}: a change or a rate needs a rule, and no other does")
        if self.kind != "money" and (self.adds_to or self.sum or self.change):
            raise ValueError(f"{self.key}: only columns of money add up")
        return self


class LineOf(Strict):
    """A line without a code: its key, its half (tables of two halves), labels, what it adds to."""

    key: str
    kind: Kind = "money"
    side: Literal["", "left", "right"] = ""
    adds_to: str = ""
    sum: str = ""
    classes: bool = False  # the functional classes add to this line
    open: bool = False  # lines that are not known may add to this line
    valid_from: str = ""
    valid_to: str = ""
    labels: tuple[str, ...]


class BalanceOf(Strict):
    """In every line, the columns on the left make the same sum as those on the right.

    In a side ``a|b`` is the first that is printed.
    """

    rule: str
    name: str = ""  # tells several balances of one rule apart
    left: tuple[str, ...]
    right: tuple[str, ...]


class Layout(Strict):
    """The printed order of a table's columns, in one of the ways it is printed.

    Used where the text keeps no cells. ``slots`` (three-public in one row) name line and column of
    each number; ``words`` says how often a label must stand in the header ("2", ">=3", "<=1").
    """

    name: str
    table: str = ""  # filled by the loader
    columns: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # columns elsewhere, here words that only group
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_form(self) -> Layout:
        if not (self.columns or self.slots or (self.left and self.right)):
            raise ValueError("a layout needs columns, slots, or left and right")
        return self
