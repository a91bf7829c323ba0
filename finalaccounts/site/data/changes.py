"""What changed between two states of the data, record by record, and why.

Only values count: a number that merely moved to another line, or a sentence that is worded
anew, is no change. A report that came or went is one row, and one row per finding of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from finalaccounts.model import col
from finalaccounts.package import to_text
from finalaccounts.site.data.sheets import Sheet

Row = dict[str, str]
State = Mapping[str, Sequence[Row]]

# Resource -> columns that name a record, and columns whose value counts, the telling one first.
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reports": ((), ("title", "entity_id", "fiscal_year", "scope")),
    "sources": (("source",), ("sha256", "url", "published")),
    "tables": (("table",), ("state", "title", "number", "unit", "reason")),
    "figures": (
        ("figure_id",),
        ("amount", "used", "state", "printed", "unit", "placed", "correction", "line_label"),
    ),
    "statements": (
        ("statement_id",),
        (*("amount", "used", "unit", "direction"), *("approx", "correction", "subject", "code")),
    ),
    "evaluations": (
        ("evaluation_id",),
        (
            *("project_name", "full_year_budget", "executed", "total_score", "initial_budget"),
            *("execution_rate", "budget_score", "grade", "unit", "competent_department"),
            *("implementing_unit", "total_weight", "budget_weight", "choices"),
        ),
    ),
    "funds": (("evaluation_id", "origin", "column", "label"), ("amount", "printed", "unit")),
    "indicators": (
        ("indicator_id",),
        (
            *("level3", "target", "actual", "weight", "score", "level1", "level2"),
            *("operator", "target_unit", "deviation", "reason"),
        ),
    ),
    "explanations": (("section", "code", "kind", "text"), ()),
    "findings": (
        ("finding_id",),
        ("printed", "expected", "difference", "severity", "outcome", "type"),
    ),
    "completeness": (("item",), ("state",)),
}
_FOLLOWS = frozenset({"findings", "completeness"})
_TOLD = {"reports": "title", "explanations": "text", "tables": "title", "sources": "source"}
_CORRECTED = frozenset({"used", "correction"})


@dataclass(frozen=True, slots=True)
class Change:
    """One record that came, went or holds another value."""

    report_id: str = col("The report.")
    resource: str = col("Resource of the record.")
    id: str = col("Id of the record in its report.")
    change: str = col("added, removed or changed.")
    column: str = col("Column that changed, the most telling one.")
    old: str = col("Its value before.")
    new: str = col("Its value now.")
    why: str = col("correction, new_source, re_reading, rules, new_report, withdrawn_report.")
    also: tuple[str, ...] = col("Further columns that changed with it.", "list")


def state(sheets: Iterable[Sheet]) -> State:
    """Return sheets as the rows of text that their CSVs hold."""
    return {
        sheet.name: [
            dict(zip([c.name for c in sheet.columns], row, strict=True)) for row in sheet.texts()
        ]
        for sheet in sheets
    }


def _indexed(rows: Iterable[Row], keys: Sequence[str]) -> dict[tuple[str, ...], Row]:
    """Return rows by report and id; a second one of the same name gets ~2, as figures do."""
    index: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row["report_id"], *(row.get(k, "") for k in keys))
        again, name = 1, key
        while name in index:
            again += 1
            name = (*key, f"~{again}")
        index[name] = row
    return index


def _whys(base: State, now: State) -> dict[str, str]:
    """Return why each report differs as a whole, where that is certain."""
    before = {row["report_id"] for row in base.get("reports", ())}
    after = {row["report_id"] for row in now.get("reports", ())}
    whys = dict.fromkeys(after - before, "new_report")
    whys |= dict.fromkeys(before - after, "withdrawn_report")
    for report_id in before & after:
        old, new = (
            {r["sha256"] for r in s.get("sources", ()) if r["report_id"] == report_id}
            for s in (base, now)
        )
        if old != new:
            whys[report_id] = "new_source"
    return whys


def name(resource: str, key: tuple[str, ...]) -> str:
    """Return the id of a record in its report; a long text that is part of its key is left out."""
    keys = COMPARED[resource][0]
    parts = [part for part, of in zip(key[1:], (*keys, ""), strict=False) if of != "text"]
    return ".".join(parts) or key[0]


def _differing(old: Row | None, new: Row | None, columns: Sequence[str]) -> list[str]:
    old, new = old or {}, new or {}
    return [c for c in columns if old.get(c, "") != new.get(c, "")]


def diff(base: State, now: State) -> tuple[Change, ...]:
    """Return every change from ``base`` to ``now``, in the order of reports and resources."""
    whys = _whys(base, now)
    found: list[Change] = []
    for resource, (keys, columns) in COMPARED.items():
        before = _indexed(base.get(resource, ()), keys)
        after = _indexed(now.get(resource, ()), keys)
        for key in sorted(before.keys() | after.keys()):
            old, new = before.get(key), after.get(key)
            cells = _differing(old, new, columns)
            if old is not None and new is not None and not cells:
                continue
            why = whys.get(key[0], "")
            whole = why in ("new_report", "withdrawn_report")
            if whole and resource not in ("reports", "findings"):
                continue
            what = "added" if old is None else "removed" if new is None else "changed"
            # Of a record that came or went only one value is told; its resource holds the others.
            main = cells[0] if cells else _TOLD.get(resource, "")
            if what != "changed":
                main, cells = _TOLD.get(resource, main), []
            if not why:
                why = "correction" if cells and _CORRECTED.issuperset(cells) else "re_reading"
            found.append(
                Change(
                    key[0],
                    resource,
                    name(resource, key),
                    what,
                    main,
                    (old or {}).get(main, ""),
                    (new or {}).get(main, ""),
                    why,
                    tuple(c for c in cells if c != main),
                )
            )
    return tuple(_followed(found))


def _followed(found: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes by report; a finding that changed alone was judged by another rule."""
    values = {c.report_id for c in found if c.resource not in _FOLLOWS}
    order = list(COMPARED)
    for change in sorted(found, key=lambda c: (c.report_id, order.index(c.resource))):
        alone = change.resource in _FOLLOWS and change.report_id not in values
        if alone and change.why == "re_reading":
            yield replace(change, why="rules")
        else:
            yield change


def to_csv(changes: Iterable[Change]) -> str:
    """Return a change list as CSV."""
    names = [f.name for f in fields(Change)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([to_text(getattr(c, name)) for name in names] for c in changes)
    return out.getvalue()


def from_csv(text: str) -> tuple[Change, ...]:
    """Read a change list that ``to_csv`` wrote."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = [f.name for f in fields(Change) if f.name != "also"]
    return tuple(
        Change(**{name: row[name] for name in names}, also=tuple(row["also"].split()))
        for row in rows
    )


def cells(changes: Iterable[Change], base: State, now: State) -> Iterator[tuple[str, ...]]:
    """Yield report, resource, id, why, column, old and new value of every changed cell."""
    indexes: dict[str, tuple[dict[tuple[str, ...], Row], dict[tuple[str, ...], Row]]] = {}
    for change in changes:
        lead = (change.report_id, change.resource, change.id, change.why)
        yield (*lead, change.column, change.old, change.new)
        if not change.also:
            continue
        if change.resource not in indexes:
            keys = COMPARED[change.resource][0]
            before, after = (_indexed(s.get(change.resource, ()), keys) for s in (base, now))
            indexes[change.resource] = (before, after)
        before, after = indexes[change.resource]
        for key in before.keys() & after.keys():
            if key[0] == change.report_id and name(change.resource, key) == change.id:
                for column in change.also:
                    yield (*lead, column, before[key].get(column, ""), after[key].get(column, ""))
