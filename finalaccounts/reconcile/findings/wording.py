"""The sentences of a finding, filled from templates that are data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finalaccounts.amounts import text
from finalaccounts.reconcile.applied import ASK, FAIL, ROUNDING, SLIP, Applied, Linear, Operand
from finalaccounts.reconcile.view import View
from finalaccounts.reference.findings import FindingWords, Template, findings
from finalaccounts.reference.rules import Rule, rules
from finalaccounts.text import bare

# Types whose sentence is followed by the difference and what rounding can produce.
WITH_TAIL = ("sum", "same", "parts", "below")
MOST_TERMS = 30  # a longer sum is not written out
LONGEST = 24  # characters of a label that are told
FORMS = ("project", "department")  # how ids of forms begin
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
    found = tables.get(table) or tables.get("form" if _of_form(key) else "")
    return str(getattr(found, language)) if found else table


def _of_form(key: str) -> bool:
    return key.split(".")[0] in FORMS


def _column(key: str, language: str) -> str:
    parts = key.split("~")[0].split(".")
    found = findings().columns.get(parts[-1])
    return str(getattr(found, language)) if found else ""


def place(view: View, operand: Operand, language: str) -> str:
    """Return where an operand stands, for people: table, line and column; the text; a form's cell."""
    where = findings().place
    figure = view.figures.get(operand.id)
    if figure is not None:
        found = view.tables.get(figure.table)
        number = found.number if found is not None else ""
        named = re.fullmatch(findings().table_number, number) is not None
        words = _Filled(
            table=number if named and language == "zh" else _table(operand.id, language),
            label=_inner(line_name("", figure.line_label)),
            column=_column(operand.id, language),
        )
        plain = figure.column in ("final", "total") or not words["column"]
        key = "table" if not words["label"] else "line" if plain else "cell"
        return _text((where[key],), language).format_map(words)
    if operand.id.startswith("text."):
        return _in_text(view, operand, language)
    form = next((f for f in view.report.evaluations if operand.id.startswith(f"{f.evaluation_id}.")), None)  # fmt: skip
    if form is None:
        return _table(operand.id, language) if operand.id in findings().tables else _name(operand.id, language)  # fmt: skip
    parts = operand.id.removeprefix(f"{form.evaluation_id}.").split(".")
    row = next((r for r in view.indicators.get(form.evaluation_id, ()) if operand.id.startswith(f"{r.indicator_id}.")), None)  # fmt: skip
    field = findings().fields.get(parts[-1])
    words = _Filled(
        form=_inner(form.project_name or form.competent_department),
        field=_text((field,), language) if field is not None else "",
        label=_inner(row.level3 if row is not None else operand.label if len(parts) > 1 else ""),
    )
    key = "row" if words["label"] and words["field"] else "form" if words["field"] else "whole_form"
    return _text((where[key],), language).format_map(words)


def _inner(label: str) -> str:
    """Return a label to stand in quotation marks: its own become single ones."""
    return bare(label).replace("\u201c", "\u2018").replace("\u201d", "\u2019")


def _in_text(view: View, operand: Operand, language: str) -> str:
    """Return where a stated number stands: its subject, and what is told of it."""
    where = findings().place
    item = operand.id.split(".")[2].split("~")[0] if operand.id.count(".") > 1 else ""
    told = findings().items.get(item)
    said = view.stated_by_id.get(operand.id)
    label = _inner(said.subject if said is not None else operand.label)
    field = _text((told,), language) if told is not None else said.label if said is not None else ""
    key = "text" if label and field else "named" if label or field else "narrative"
    label = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}\u2026"
    return _text((where[key],), language).format_map(_Filled(label=label or field, field=field))


def _table(key: str, language: str) -> str:
    name = _name(key, language)
    return f"\u300a{name}\u300b" if language == "zh" else name


def line_name(line: str, label: str) -> str:
    """Return code and label of a line as people read it."""
    label = bare(label)
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


def terms_of(applied: Applied, language: str) -> str:
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
    asked = applied.asked
    if isinstance(asked, Linear):  # a side that is blank is a term too, and stands somewhere
        lefts = lefts or [t for t, s in zip(asked.terms, asked.signs, strict=True) if s > 0]
        rights = rights or [t for t, s in zip(asked.terms, asked.signs, strict=True) if s < 0]
    left = lefts[0] if lefts else None
    column = _column(left.id, language) if left is not None and left.id in view.figures else ""
    shown = several and column and left is not None and not left.id.endswith((".total", ".final"))
    words = _Filled(
        subject=subject(view, applied, language),
        printed=applied.printed or _text((findings().blank,), language),
        expected=applied.expected or _text((findings().blank,), language),
        printed_unit=_with_unit(applied.printed, operands, language),
        expected_unit=_with_unit(applied.expected, operands, language),
        difference=text(abs(applied.difference)) if applied.difference is not None else "",
        tolerance=text(applied.tolerance),
        unit=unit_name(operands[0].unit, language) if operands else "",
        terms=terms_of(applied, language),
        place_a=_places(view, lefts, language),
        place_b=_places(view, rights, language),
        column=_text((findings().column_head,), language).format(column=column) if shown else "",
    )
    if applied.type == "blank":
        terms = asked.terms if isinstance(asked, Linear) else operands
        empty = next((o for o in (*terms, *operands) if o.certain_blank), operands[0])
        words["spot"] = place(view, empty, language)
    words.update(applied.words)
    field = findings().fields.get(applied.words.get("field", ""))
    if field is not None:
        words.update(field_zh=field.zh, field_en=field.en)
    return words


def _with_unit(number: str, operands: Sequence[Operand], language: str) -> str:
    """Return a number with the unit of the check; the word for a blank where none is printed."""
    if not number:
        return _text((findings().blank,), language)
    unit = unit_name(operands[0].unit, language) if operands else ""
    if not unit or not number[-1].isdigit():
        return number
    return f"{number}{unit}" if language == "zh" or unit == "%" else f"{number} {unit}"


def unit_name(unit: str, language: str) -> str:
    """Return a unit as people of the language read it."""
    return unit if language == "zh" else findings().units.get(unit, unit)


def _text(templates: Sequence[Template | FindingWords | None], field: str) -> str:
    for template in templates:
        found = getattr(template, field, "") if template is not None else ""
        if found:
            return str(found)
    return ""


def say(view: View, rule: Rule, told: Sequence[Applied], language: str) -> Said:
    """Return the sentences of a finding; ``told`` are the checks of its root rule."""
    words = findings()
    first = told[0]
    kind = words.type[first.type or rule.type]
    own = words.message.get(first.message)
    filled = _filled(view, rule, first, language, True)
    sentences = _sentences(view, rule, told, language)
    sentences.extend(_tails(words, first, filled, language, own is None and (first.type or rule.type) in WITH_TAIL))  # fmt: skip
    title = _text((own, kind), f"title_{language}").format_map(filled)
    places = {".".join(a.place.split(".")[:2]) for a in told if _of_form(a.place)}
    if len(places) > 1:  # one cause in several forms
        more = words.diagnosis["several_forms"]
        title = _text((more,), language).format_map(
            _Filled(title=title, count=str(len(places) - 1))
        )
    joiner = "" if language == "zh" else " "
    message = joiner.join(map(_capital, sentences))
    if language == "en":  # a number without a unit leaves a gap
        message = message.replace(" )", ")").replace("  ", " ")
    return Said(_capital(title), message, _benign(view, first, own, kind, filled, language))


def body(view: View, checks: Sequence[Applied], language: str) -> list[str]:
    """Return the sentences of checks on their own, each by the template of its rule."""
    out: list[str] = []
    for check in checks:
        for sentence in _sentences(view, rules()[check.rule], [check], language):
            if sentence not in out:
                out.append(sentence)
    return out


def _sentences(view: View, rule: Rule, told: Sequence[Applied], language: str) -> list[str]:
    words, out = findings(), list[str]()
    for applied in told:
        kind = words.type[applied.type or rule.type]
        template = _text((words.message.get(applied.message), kind), language)
        sentence = template.format_map(_filled(view, rule, applied, language, len(told) > 1))
        sentence = sentence.replace(words.blank_said.before, words.blank_said.after)
        if sentence not in out:
            out.append(sentence)
    return out


def _benign(view: View, applied: Applied, own: Template | None, kind: Template, filled: Mapping[str, str], language: str) -> str:  # fmt: skip
    """Return an innocent explanation that can be true of this very check."""
    if applied.outcome == ROUNDING:
        money = view.units.factor(applied.operands[0].unit) is not None
        key = "rounding_twice" if len(applied.operands) == 2 else "rounding" if money else "rounding_other"  # fmt: skip
        return _text((findings().benign[key],), language)
    if applied.outcome == SLIP:
        return _text((findings().benign["slip_other"],), language)
    return _text((own, kind), f"benign_{language}").format_map(filled)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _tails(words: Any, applied: Applied, filled: Mapping[str, str], language: str, numbers: bool) -> list[str]:  # fmt: skip
    out = []
    base = words.base.get(applied.words.get("base", ""))
    if base is not None:
        out.append(_text((base,), language).format_map(filled))
    if applied.outcome == ROUNDING or (applied.outcome == FAIL and numbers):
        if applied.difference is not None and (applied.relation == "equal" or numbers):
            twice = applied.outcome == ROUNDING and len(applied.operands) == 2
            key = "rounding_twice" if twice else applied.outcome
            out.append(_text((words.tail[key],), language).format_map(filled))
    elif applied.outcome in (SLIP, ASK) and not applied.message:
        out.append(_text((words.tail[applied.outcome],), language).format_map(filled))
    return out
