"""What real reports do to their text: each quirk on or off, drawn from a seed."""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from random import Random


@dataclass(frozen=True)
class Quirks:
    """Habits of one report. ``seed`` decides where the local ones strike."""

    seed: int = 0
    # Of all formats: how numbers look.
    zeros: str = "blank"
    thousands: bool = False
    trimmed: bool = False
    # Brackets and colons are half-width, percent signs full-width.
    half_width: bool = False
    # Of text without cells: what an extractor or a typist breaks.
    spaced: bool = False
    wrapped: bool = False
    split_codes: bool = False
    split_numbers: bool = False
    page_numbers: bool = False
    repeated_headers: bool = False
    blank_lines: bool = False


NONE = Quirks()


def draw(seed: int) -> Quirks:
    """Return the quirks of a seed; each is on in about a third of all reports."""
    random = Random(seed)
    on = {f.name: random.random() < 0.35 for f in fields(Quirks) if f.type == "bool"}
    zeros = random.choice(("blank", "blank", "zero", "mixed"))
    quirks = Quirks(seed=seed, zeros=zeros, **on)
    return replace(quirks, trimmed=quirks.trimmed and not quirks.thousands)


def printed(fen: int, amount: Decimal, column: str, quirks: Quirks) -> str:
    """Return an amount as the report prints it, empty for an amount left blank.

    ``column`` names table and column: real reports that mix zeros and blanks do so by column.
    """
    if fen == 0:
        habit = quirks.zeros
        if habit == "mixed" and column.endswith((".total", ".expenditure")):
            # A total is never blank beside a part that prints its zero.
            habit = "zero"
        elif habit == "mixed":
            habit = Random(f"{quirks.seed} {column}").choice(("blank", "blank", "zero", "dash"))
        return {"blank": "", "zero": "0.00", "dash": "—"}[habit]
    text = format(amount, ",f" if quirks.thousands else "f")
    if quirks.trimmed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def retyped(text: str, quirks: Quirks) -> str:
    """Return text with its brackets and signs in the other width, where the report does so."""
    return text.translate(str.maketrans("（）：%", "():％")) if quirks.half_width else text
