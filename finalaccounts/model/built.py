"""What checking a report gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.model.columns import col


@dataclass(frozen=True, slots=True)
class Check:
    """One rule applied at one place, with its outcome."""

    report_id: str = col("The report.")
    rule: str = col("Id of the rule (data/reference/cn/rules.toml).")
    place: str = col("Where: a table line, a statement id, a form row.")
    outcome: str = col("pass, rounding, slip, fail, ask, not_evaluable or not_applicable.")
    left: Decimal | None = col("The printed side.", "decimal")
    right: Decimal | None = col("The recomputed side.", "decimal")
    difference: Decimal | None = col("left - right.", "decimal")
    tolerance: Decimal | None = col("Largest difference that rounding can produce.", "decimal")
    figures: tuple[str, ...] = col("Ids of the operands.", "list")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the reader is told about checks that do not agree, grouped by cause."""

    finding_id: str = col("<root rule>.<place>: permanent.")
    report_id: str = col("The report.")
    rule: str = col("Root rule.")
    rules: tuple[str, ...] = col("All rules that this cause breaks.", "list")
    type: str = col("Kind of finding (key).")
    severity: str = col("error, warning or note.")
    outcome: str = col("Outcome of the root check.")
    subject: str = col("What the numbers speak of.")
    printed: str = col("The printed value.")
    expected: str = col("The recomputed or other value.")
    difference: str = col("printed - expected.")
    tolerance: str = col("Largest difference that rounding can produce.")
    source_lines: tuple[str, ...] = col("Lines of all operands.", "list")
    figures: tuple[str, ...] = col("Ids of all operands.", "list")
    message_zh: str = col("Neutral sentence in Chinese, with both numbers.")
    message_en: str = col("The same in English.")
    title_zh: str = col("Short neutral title in Chinese.")
    title_en: str = col("Short neutral title in English.")
    benign_zh: str = col("A possible innocent explanation, in Chinese.")
    benign_en: str = col("The same in English.")
    diagnosis: str = col(
        "cell, blank_total, readings, versions, list_open, word or none; empty: told as it stands."
    )
    suspects: tuple[str, ...] = col("Ids of the numbers that may be wrong, with field.", "list")
    needed_low: tuple[str, ...] = col(
        "Least value with which all agrees, per suspect (- open).", "list"
    )
    needed_high: tuple[str, ...] = col("Greatest such value, per suspect (- open).", "list")
    same_printed: tuple[str, ...] = col(
        "Places of other tables, forms or sections that print the suspect's value for the same"
        " quantity, per suspect.",
        "list",
    )
    same_needed: tuple[str, ...] = col("Places that print the needed value, per suspect.", "list")
    affects: str = col("total, item or words: what the suspects are.")
    weight: Decimal | None = col("Difference / expenditure of the report, for money.", "decimal")
    looks_like: str = col(
        "digit, swapped, dropped, added, point, filled, or the other base of a rate."
    )
    explains: tuple[str, ...] = col("Ids of the findings that the further checks would be.", "list")
    undecided_because: str = col("A number nearby that was not read or not placed.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A printed number that a finding rests on: what is suspected, and what speaks for it."""

    report_id: str = col("The report.")
    finding_id: str = col("The finding.")
    reading: int | None = col("Which reading of the finding, from 1.", "integer")
    role: str = col(
        "suspect, prints_printed, prints_needed (the same quantity elsewhere), or holds (a number"
        " of the same check that other checks confirm)."
    )
    operand: str = col("Id of a figure, statement, or number of a form with its field.")
    value: Decimal | None = col("The printed value, empty for a blank.", "decimal")
    unit: str = col("Its unit.")
    source: str = col("Source file.")
    source_line: int | None = col("Line of the number.", "integer")


@dataclass(frozen=True, slots=True)
class OperandRow:
    """A number that a check or a finding uses: what it is, and where it is printed."""

    report_id: str = col("The report.")
    finding_id: str = col("The finding, or empty: the operand of a check.")
    rule: str = col("Rule of the check, or root rule of the finding.")
    place: str = col("Place of the check; empty for a finding.")
    role: str = col("left, right, printed, top, base or operand; of a finding suspect or operand.")
    kind: str = col("figure, statement, indicator, form, table, line, constant or other.")
    figure_id: str = col("The figure, if it is one.")
    statement_id: str = col("The statement, if it is one.")
    indicator_id: str = col("The row of indicators that it is a number of.")
    evaluation_id: str = col("The form that it is a number of.")
    operand: str = col("Id of the number, with its field; source:line for a line of text.")
    value: Decimal | None = col("The value, empty for a blank or for words.", "decimal")
    unit: str = col("Its unit.")
    source: str = col("Source file.")
    source_line: int | None = col("Line it is printed on.", "integer")


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether an item that a report should hold was found in it."""

    report_id: str = col("The report.")
    item: str = col("Id of the item (completeness.toml).")
    state: str = col("found, declared_none, missing or not_known.")
    source_lines: tuple[str, ...] = col("Lines of the evidence.", "list")
