"""Does a report look as if it had been read right? What ``add`` asks a person before filing it.

Nothing here judges the department: each doubt is about our reading, or about the file that was
handed in (a wrong unit, two reports in one file, a page that holds no report).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from statistics import median

from finalaccounts.loading import folders, load
from finalaccounts.model import Reconciled, Report
from finalaccounts.reconcile import reconcile
from finalaccounts.reference.rules import units
from finalaccounts.understood import OTHER

# So many errors are looked at, and so many times those of its peers are a doubt.
_TIMES = 10
_PEERS = range(2, 6)  # fewer say nothing; more cost time
_NEAR = Decimal("0.005")  # of two amounts that are one but for their unit
_JUMP = 9  # times the amount of the next year, or a part of it
# The totals of a report: figures, and items of sections of the narrative.
_TOTALS = {
    "revenue_total": ("summary.revenue_total.final", "revenue.total.total"),
    "expenditure_total": ("summary.expenditure_total.final", "expenditure.total.total"),
    "revenue_grand_total": ("summary.revenue_grand_total.final",),
    "expenditure_grand_total": ("summary.expenditure_grand_total.final",),
}
_SECTIONS = frozenset({"summary", "revenue", "expenditure"})


@dataclass(frozen=True, slots=True)
class Total:
    """A total in yuan, and where it is printed."""

    yuan: Decimal
    printed: str

    def __str__(self) -> str:
        return self.printed


def doubts(
    report: Report, built: Reconciled, others: Sequence[int], data: Path
) -> Iterator[tuple[bool, str]]:
    """Yield what does not look right, and whether nothing was understood at all.

    ``others`` are the errors of the reports added with it; ``data`` holds those filed before.
    """
    if not understood(report):
        yield True, "no table and no sentence of it was understood"
        return
    errors = count_errors(built)
    if errors >= _TIMES:
        peers = [*others, *(count_errors(reconcile(one)) for one in _near(report, data))]
        if len(peers) >= _PEERS.start and errors >= _TIMES * max(1, median(peers)):
            yield (
                False,
                f"{errors} errors, of {len(peers)} other reports {median(peers):g} in the middle",
            )
    found = totals(report)
    for name in _TOTALS:
        for a, b in combinations(found.get(name, ()), 2):
            if power := _power(a.yuan, b.yuan):
                yield False, f"{name}: {a} and {b} differ by {10**power:,} times"
                break
    yield from ((False, said) for said in _years(report, found, data))


def understood(report: Report) -> bool:
    """Tell whether any number of a report has a meaning."""
    return (
        any(figure.state == "printed" for figure in report.figures)
        or any(statement.item != OTHER for statement in report.statements)
        or bool(report.evaluations)
    )


def count_errors(built: Reconciled) -> int:
    """Return how many findings are errors."""
    return sum(finding.severity == "error" for finding in built.findings)


def totals(report: Report) -> dict[str, list[Total]]:
    """Return the totals that a report prints, in tables and text."""
    figures = {f.figure_id: f for f in report.figures if f.state == "printed" and f.settled}
    found: dict[str, list[Total]] = {}

    def take(name: str, amount: Decimal | None, unit: str, where: str) -> None:
        factor = units().factor(unit)
        if amount and factor:
            total = Total(amount * factor, f"{amount} {unit} ({where})")
            found.setdefault(name, []).append(total)

    for name, ids in _TOTALS.items():
        for key in ids:
            if one := figures.get(key):
                take(name, one.amount, one.unit, f"{one.source} line {one.source_line}")
        for said in report.stated():
            if said.item == name and said.section in _SECTIONS and said.stage in ("", "final"):
                take(name, said.amount, said.unit, f"{said.source} line {said.source_line}")
    return found


def _power(a: Decimal, b: Decimal) -> int:
    """Return by which power of ten two amounts differ that are one otherwise; 0 for none."""
    larger, smaller = max(abs(a), abs(b)), min(abs(a), abs(b))
    for power in range(1, 9):
        if abs(larger / (smaller * 10**power) - 1) < _NEAR:
            return power
    return 0


def _near(report: Report, data: Path) -> Iterable[Report]:
    """Yield reports that are filed: of the same entity first, then of places nearby."""
    meta = report.meta

    def distance(folder: Path) -> tuple[int, int]:
        division, slug, year = folder.parts[-3:]
        same = next((n for n in (6, 4, 2) if division[:n] == meta.division[:n]), 0)
        apart = abs(int(year) - (meta.fiscal_year or 0)) if year.isdigit() else 9999
        return -same - (slug == meta.slug), apart

    own = (meta.division, meta.slug, str(meta.fiscal_year))
    listed = [folder for folder in folders(data) if folder.parts[-3:] != own]
    for folder in sorted(listed, key=distance)[: _PEERS.stop - 1]:
        try:
            yield load(folder)
        except ValueError:
            continue  # named by check and build


def _years(report: Report, found: dict[str, list[Total]], data: Path) -> Iterator[str]:
    """Yield a total that is many times that of the nearest other year of the entity."""
    meta = report.meta
    department = data / "reports" / meta.division / meta.slug
    years = [int(f.name) for f in department.glob("[0-9]*") if f.name.isdigit()]
    year = meta.fiscal_year or 0
    nearest = min((y for y in years if y != year), key=lambda y: abs(y - year), default=0)
    if not nearest:
        return
    try:
        other = totals(load(department / str(nearest)))
    except ValueError:
        return
    for name in _TOTALS:
        for a in found.get(name, ())[:1]:
            for b in other.get(name, ())[:1]:
                times = max(a.yuan, b.yuan) / min(a.yuan, b.yuan)
                if a.yuan > 0 < b.yuan and times >= _JUMP:
                    yield f"{name}: {a}, in {nearest} {b}: {times:,.0f} times"
                    return
