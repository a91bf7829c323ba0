"""Read a forged file back and weigh every figure against what the forge printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from finalaccounts.collect.kinds import media_type
from finalaccounts.extract import extract
from finalaccounts.model import Figure, Report, Source
from finalaccounts.normalize import normalize
from tests.forge.blocks import Expected
from tests.forge.report import BARE, OFD

ENDINGS = {
    "spaces": "txt",
    "gb18030": "txt",
    "tabs": "txt",
    **dict.fromkeys(BARE, "pdf"),
    **dict.fromkeys(OFD, "ofd"),
}


def read(data: bytes, form: str) -> Report:
    """Read the bytes of one file as a report."""
    name = f"report.{ENDINGS.get(form, form)}"
    source = Source(name, media_type(data, Path(name)), "", len(data), data)
    return normalize([extract(source)])


def compare(report: Report, want: list[Expected]) -> tuple[Counter[str], list[str]]:
    """Count outcomes of all expected and all read figures; name the wrong ones."""
    got: dict[tuple[str, str, str], Figure] = {}
    # Amounts that the reader shows with several feasible places, in one table.
    undecided: Counter[tuple[str, str]] = Counter()
    for figure in report.figures:
        if figure.placed == "ambiguous":
            undecided[
                figure.table, "" if figure.amount is None else format(figure.amount, "f")
            ] += 1
        else:
            got.setdefault((figure.table, figure.line, figure.column), figure)
    unread = Counter(row.token.replace(" ", "").replace(",", "") for row in report.unread)
    counts: Counter[str] = Counter()
    bad: list[str] = []

    def missing(e: Expected) -> str:
        if e.state != "blank" and undecided[e.table, e.amount]:
            undecided[e.table, e.amount] -= 1
            return "undecided"
        if e.state != "printed":
            return f"{e.state} not read"
        if unread[e.amount]:
            unread[e.amount] -= 1
            return "unread"
        return "unlisted"

    for e in want:
        figure = got.pop((e.table, e.line, e.column), None)
        if figure is None or figure.state == "unread":  # a place that is said not to be read
            outcome = missing(e)
        else:
            amount = "" if figure.amount is None else format(figure.amount, "f")
            same = (figure.state, amount, figure.unit) == (e.state, e.amount, e.unit)
            outcome = "right" if same else "wrong"
        counts[outcome] += 1
        if outcome in ("wrong", "unlisted"):
            bad.append(
                f"{outcome} {'.'.join(e[:3])}: {e.amount or e.state}, read {figure and figure.printed!r}"
            )
    for place, figure in got.items():
        if figure.state == "printed":
            counts["wrong"] += 1
            bad.append(f"wrong {'.'.join(place)}: not printed there, read {figure.printed!r}")
    return counts, bad


def compare_text(report: Report, want: list[tuple[str, str]], forms: int) -> Counter[str]:
    """Count the stated quantities that were read, those that are listed, and those that are lost."""
    counts: Counter[str] = Counter()
    got = Counter(
        (format(s.amount, "f"), s.unit) for s in report.statements if s.amount is not None
    )
    unread = Counter(row.token.replace(" ", "") for row in report.unread)
    for number in want:
        if got[number]:
            got[number] -= 1
            counts["stated"] += 1
        elif unread[number[0]]:
            unread[number[0]] -= 1
            counts["stated unread"] += 1
        else:
            counts["stated lost"] += 1
    counts["stated besides"] = sum(got.values())
    counts["forms"] = len(report.evaluations)
    counts["forms lost"] = max(0, forms - len(report.evaluations))
    return counts
