"""Figures that text recognition read in a picture: how sure each of its characters is.

A figure is marked ``certain = no`` here when a character scores below the calibrated line, when
a stamp or the page's edge touches it, or when it is not printed as its neighbours are. The rest
stay undecided (empty) until an equation confirms them (``reconcile.certainty``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from finalaccounts.amounts import decimals
from finalaccounts.model import Document, Figure, Mark, Run, Sheet
from finalaccounts.reference.lookalikes import lookalikes
from finalaccounts.reference.tables import codes
from finalaccounts.text import bare

# Calibrated (benchmarks/scan.py): clear of stamps, of 5,801 amounts none was wrong above it.
SURE = 0.95
_GRAMMAR = re.compile(r"[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_SLACK = 1.0
# In the id of a figure: its place is printed more than once.
_TWICE = "~"
_LISTS: tuple[Literal["functional", "economic"], ...] = ("functional", "economic")


def marked(figures: Sequence[Figure], documents: Iterable[Document]) -> list[Figure]:
    """Return the figures, those that stand on a recognised page with what is known of them."""
    sheets = {
        (document.source, str(sheet.page)): sheet
        for document in documents
        if document.recognition
        for sheet in document.recognition.sheets
    }
    if not sheets:
        return list(figures)
    usual, lines = _usual(figures), _lines(figures)
    return [
        _marked(
            figure, sheets[figure.source, figure.page], usual, (figure.line, _name(figure)) in lines
        )
        if (figure.source, figure.page) in sheets
        else figure
        for figure in figures
    ]


def _lines(figures: Iterable[Figure]) -> set[tuple[str, str]]:
    """Return the lines with labels that are certain: a key told by words, a code whose name fits.

    One wrong digit makes another code of a code, and its row would still add up. So the name
    must be the one that is known for it, or the same code and name stand in several tables.
    """
    tables: dict[tuple[str, str], set[str]] = defaultdict(set)
    for figure in figures:
        tables[figure.line, _name(figure)].add(figure.table)
    known = {(code.code, code.name) for kind in _LISTS for code in codes(kind)}
    return {
        line
        for line, found in tables.items()
        if not line[0].isdecimal() or line in known or len(found) > 1
    }


def _name(figure: Figure) -> str:
    """Return the label of a line without ordinals and codes before it."""
    label = "".join(ch for ch in figure.line_label if not ch.isspace() and not ch.isdecimal())
    return re.sub(lookalikes().before, "", label)


def _usual(figures: Iterable[Figure]) -> dict[str, int]:
    """Return how many decimals most numbers of each table have."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for figure in figures:
        if figure.amount is not None:
            counts[figure.table][decimals(figure.amount)] += 1
    return {table: found.most_common(1)[0][0] for table, found in counts.items()}


def _marked(figure: Figure, sheet: Sheet, usual: dict[str, int], named: bool) -> Figure:
    if figure.amount is None:
        return replace(figure, read_by="ocr", certain="")
    found = own_marks(figure, sheet)
    score = min((mark.score for mark in found), default=0.0)
    printed = bare(figure.printed)
    sure = (
        named
        and _TWICE not in figure.figure_id
        and score >= SURE
        and not any(mark.doubt for mark in found)
        and _GRAMMAR.fullmatch(printed) is not None
        and (printed.endswith("%") or decimals(figure.amount) == usual[figure.table])
    )
    confidence = Decimal(str(score)).quantize(Decimal("0.001"))
    return replace(figure, read_by="ocr", confidence=confidence, certain="" if sure else "no")


def own_marks(figure: Figure, sheet: Sheet) -> list[Mark]:
    """Return the characters of a figure: those of its box that make up its print.

    Where the print stands there twice, the characters of both; where it does not, all of the box.
    """
    box = [float(v) for v in figure.box.split()]
    if len(box) != 4:
        return []
    here = _in_order(sheet, box)
    text = "".join(mark.text for mark in here)
    wanted = bare(figure.printed)
    found = [
        mark
        for start in range(len(text))
        if wanted and text.startswith(wanted, start)
        for mark in here[start : start + len(wanted)]
    ]
    return found or here


def _in_order(sheet: Sheet, box: Sequence[float]) -> list[Mark]:
    runs = [
        run
        for run in sheet.runs
        if box[1] - _SLACK <= (run.top + run.bottom) / 2 <= box[3] + _SLACK
    ]
    return [
        mark
        for run in sorted(runs, key=lambda r: (r.top, r.marks[0].x0))
        for mark in _within(run, box)
    ]


def _within(run: Run, box: Sequence[float]) -> list[Mark]:
    return [
        mark
        for mark in run.marks
        if mark.text.strip() and box[0] - _SLACK <= (mark.x0 + mark.x1) / 2 <= box[2] + _SLACK
    ]
