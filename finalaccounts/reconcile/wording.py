"""The sentences of a finding, filled from templates that are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finalaccounts.amounts import text
from finalaccounts.reconcile.applied import ASK, FAIL, ROUNDING, SLIP, Applied, Operand
from finalaccounts.reconcile.view import View
from finalaccounts.reference.findings import Template, Words, findings
from finalaccounts.reference.rules import Rule

# Types whose sentence is followed by the difference and what rounding can produce.
WITH_TAIL = ("sum", "same", "parts", "below")
MOST_TERMS = 30  # a longer sum is not written out
MOST_PLACES = 3  # of a longer sum the first places are named


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Said:
    """Title, message and innocent explanation of a finding in one language."""

    title: str
    message: str
    benign: str


def _name(key: str, language: str) -> str:
    """Return the name of the table, the narrative or the form that an operand's id begins with."""
    tables = findings().tables
    table = key.split(".")[0]
    found = tables.get(table) or tables.get("form" if table in ("project", "department") else "")
    return str(getattr(found, language)) if found else table


def _column(key: str, language: str) -> str:
    parts = key.split("~")[0].split(".")
    found = findings().columns.get(parts[-1])
    return str(getattr(found, language)) if found else ""


def place(view: View, operand: Operand, language: str) -> str:
    """Return where an operand stands, for people: table, line and column, or the narrative."""
    name = _name(operand.id, language)
    if operand.id.startswith("text.") or operand.id not in view.figures:
        return name
    figure = view.figures[operand.id]
    label = line_name(figure.line, figure.line_label)
    column = "" if figure.column in ("final", "total") else _column(operand.id, language)
    if language == "zh":
        return f"《{name}》{label}{'' if not column else '·' + column}" if label else f"《{name}》"
    return f"{name} ({label}{', ' + column if column else ''})" if label else name


def line_name(line: str, label: str) -> str:
    """Return code and label of a line as people read it."""
    label = "".join(label.split())
    return f"{line} {label}" if line.isdigit() and not label.startswith(line) else label


def subject(view: View, applied: Applied, language: str) -> str:
    """Return what the numbers of a check speak of."""
    given = applied.words.get(f"subject_{language}" if language == "en" else "subject")
    given = given or applied.words.get("subject")
    if given:
        return given
    if not applied.operands:
        return applied.place
    first = applied.operands[0]
    if first.id not in view.figures:
        return first.label or _name(first.id, language)
    line = view.figures[first.id].line
    name = line_name(line, first.label)
    return name if line.isdigit() else f"{_name(first.id, language)}\u00b7{name}"


def _places(view: View, operands: Sequence[Operand], language: str) -> str:
    """Return where a side stands; of a sum, where its first terms stand."""
    return " + ".join(dict.fromkeys(place(view, o, language) for o in operands[:MOST_PLACES]))


def _terms(applied: Applied, language: str) -> str:
    """Return the sum written out, with its result; one part alone is said in words."""
    right = [
        o
        for o, sign in zip(applied.operands, applied.signs, strict=False)
        if sign < 0 and o.amount is not None
    ]
    if len(right) == 1:
        return _text((findings().single,), language).format_map(_Filled(expected=applied.expected))
    listed = " + ".join(text(o.amount) for o in right) if len(right) <= MOST_TERMS else "\u03a3"
    return f"{listed} = {applied.expected}" if right else ""


def _filled(view: View, rule: Rule, applied: Applied, language: str, several: bool) -> _Filled:
    operands = applied.operands
    signs = applied.signs or tuple([1] * (len(operands) - 1) + [-1])
    lefts = [o for o, s in zip(operands, signs, strict=False) if s > 0]
    rights = [o for o, s in zip(operands, signs, strict=False) if s < 0]
    left = lefts[0] if lefts else None
    column = _column(left.id, language) if left is not None and left.id in view.figures else ""
    shown = several and column and left is not None and not left.id.endswith((".total", ".final"))
    words = _Filled(
        subject=subject(view, applied, language),
        printed=applied.printed or _text((findings().blank,), language),
        expected=applied.expected or _text((findings().blank,), language),
        difference=text(abs(applied.difference)) if applied.difference is not None else "",
        tolerance=text(applied.tolerance),
        unit=_unit(operands[0].unit, language) if operands else "",
        terms=_terms(applied, language),
        place_a=_places(view, lefts, language),
        place_b=_places(view, rights, language),
        column=_text((findings().column_head,), language).format(column=column) if shown else "",
    )
    words.update(applied.words)
    return words


def _unit(unit: str, language: str) -> str:
    return unit if language == "zh" else findings().units.get(unit, unit)


def _text(templates: Sequence[Template | Words | None], field: str) -> str:
    for template in templates:
        found = getattr(template, field, "") if template is not None else ""
        if found:
            return str(found)
    return ""


def say(
    view: View, rule: Rule, told: Sequence[Applied], others: Sequence[str], language: str
) -> Said:
    """Return the sentences of a finding: ``told`` are the checks of its root rule.

    ``others`` are the further rules that the same cause breaks.
    """
    words = findings()
    first = told[0]
    kind = words.type[first.type or rule.type]
    own = words.message.get(first.message)
    sentences: list[str] = []
    filled = _filled(view, rule, first, language, True)
    for applied in told:
        template = _text((words.message.get(applied.message), kind), language)
        sentence = template.format_map(_filled(view, rule, applied, language, len(told) > 1))
        if sentence not in sentences:
            sentences.append(sentence)
    sentences.extend(_tails(words, first, filled, language, own is None and (first.type or rule.type) in WITH_TAIL))  # fmt: skip
    if others:
        also = _Filled(count=str(len(others)), rules="、".join(others) if language == "zh" else ", ".join(others))  # fmt: skip
        sentences.append(_text((words.also,), language).format_map(also))
    money = bool(first.operands) and view.units.factor(first.operands[0].unit) is not None
    key = "rounding" if first.outcome == ROUNDING and money else f"{first.outcome}_other"
    gentle = words.benign.get(key if first.outcome in (ROUNDING, SLIP) else "")
    benign = _text((own, None), f"benign_{language}") or (
        _text((gentle,), language) if gentle else _text((kind,), f"benign_{language}")
    )
    title = _text((own, kind), f"title_{language}").format_map(filled)
    joiner = "" if language == "zh" else " "
    message = joiner.join(map(_capital, sentences))
    if language == "en":  # a number without a unit leaves a gap
        message = message.replace(" )", ")").replace("  ", " ")
    return Said(_capital(title), message, benign.format_map(filled))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _tails(words: Any, applied: Applied, filled: Mapping[str, str], language: str, numbers: bool) -> list[str]:  # fmt: skip
    out = []
    base = words.base.get(applied.words.get("base", ""))
    if base is not None:
        out.append(_text((base,), language).format_map(filled))
    if applied.outcome == ROUNDING or (applied.outcome == FAIL and numbers):
        if applied.difference is not None and (applied.relation == "equal" or numbers):
            out.append(_text((words.tail[applied.outcome],), language).format_map(filled))
    elif applied.outcome in (SLIP, ASK) and not applied.message:
        out.append(_text((words.tail[applied.outcome],), language).format_map(filled))
    return out
