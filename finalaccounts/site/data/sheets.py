"""Sheets: the published resources as columns and typed rows, whatever the file they end up in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from finalaccounts import summary
from finalaccounts.model import Correction, Report
from finalaccounts.package import BUILT, READ, to_text
from finalaccounts.reference.columns import column_words
from finalaccounts.render.shell import SiteReport
from finalaccounts.site.data import lists, tidy
from finalaccounts.site.data.levels import in_yuan, places

NUMBERS = frozenset({"decimal", "integer"})
HEADS = ("reports", "entities")  # a row for each report: what lists over all reports need
REPORT = ("report_id", "text", "The report.")
# Of every record of a report that holds a number: whose it is, and of which year.
_WHOSE = (
    ("fiscal_year", "integer", "Fiscal year of the accounts."),
    ("entity_id", "text", "The entity that reports."),
)
_NUMBERS = ("figures", "statements", "evaluations", "funds", "indicators")
_YUAN = ("amount_yuan", "decimal", "The amount in yuan, exactly; empty where it is no money.")
_LEVELS = (
    ("level", "text", "total, class, section, item or line; empty where nothing adds up."),
    ("parent_line", "text", "The printed line above it, of which it is a part."),
    ("leaf", "text", "yes: nothing is printed below it in its column; no; empty: no money."),
    ("adds_to", "text", "The column of its table that its column adds to."),
)
_APPLIED = (
    ("used", "decimal", "The value used instead of the printed one, where corrected."),
    ("correction", "text", "Date and reason of the correction."),
)
# What makes a row unique, where the ids promise it.
KEYS: dict[str, tuple[str, ...]] = {
    "reports": ("report_id",),
    "entities": ("entity_id",),
    "sources": ("report_id", "source"),
    "figures": ("report_id", "figure_id"),
    "statements": ("report_id", "statement_id"),
    "evaluations": ("report_id", "evaluation_id"),
    "indicators": ("report_id", "indicator_id"),
    "findings": ("report_id", "finding_id"),
    "completeness": ("report_id", "item"),
    "corrections": ("report_id", "place"),
    "checks": ("report_id", "rule", "place"),
    "rules": ("rule",),
    "places": ("division",),
}
# Columns of a resource that name a record of another: (columns, resource, columns there).
_TO_REPORT = (("report_id",), "reports", ("report_id",))
_TO_ENTITY = (("entity_id",), "entities", ("entity_id",))
_TO_FINDING = (("report_id", "finding_id"), "findings", ("report_id", "finding_id"))
_TO_RULE = (("rule",), "rules", ("rule",))
_TO_FORM = (("report_id", "evaluation_id"), "evaluations", ("report_id", "evaluation_id"))
FOREIGN: dict[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]] = {
    "checks": (_TO_RULE,),
    "findings": (_TO_RULE,),
    "indicators": (_TO_FORM,),
    "funds": (_TO_FORM,),
    "replies": (_TO_FINDING,),
    "operands": (_TO_RULE,),
    "evidence": (_TO_FINDING,),
}


# Where the columns may be empty, the key holds for the rows that have them (SQLite only: the other
# descriptions know no such key).
LOOSE: dict[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]] = {
    "operands": (
        _TO_FINDING,
        (("report_id", "figure_id"), "figures", ("report_id", "figure_id")),
        (("report_id", "statement_id"), "statements", ("report_id", "statement_id")),
        (("report_id", "indicator_id"), "indicators", ("report_id", "indicator_id")),
        (("report_id", "evaluation_id"), "evaluations", ("report_id", "evaluation_id")),
    ),
}


def foreign(
    name: str, columns: Iterable[str]
) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Yield the foreign keys of a resource: to its report and entity, and those of its own."""
    columns = set(columns)
    for key in (_TO_REPORT, _TO_ENTITY):
        if set(key[0]) <= columns and key[1] != name:
            yield key
    yield from FOREIGN.get(name, ())


# Allowed values of the key columns that are closed lists (ARCHITECTURE section 4).
VALUES: dict[tuple[str, str], tuple[str, ...]] = {
    ("tables", "state"): (
        *("with_figures", "zero_only", "declared_empty", "listed_only", "not_read"),
    ),
    ("figures", "state"): ("printed", "dash", "blank", "unread"),
    ("figures", "placed"): ("position", "arithmetic", "ambiguous"),
    ("figures", "read_by"): ("text", "ocr"),
    ("figures", "certain"): ("yes", "no"),
    ("statements", "direction"): ("increase", "decrease", "flat"),
    ("statements", "stage"): ("initial", "adjusted", "final"),
    ("statements", "of_certain"): ("yes", "no"),
    ("evaluations", "kind"): ("project", "department"),
    ("findings", "severity"): ("error", "warning", "note"),
    ("checks", "outcome"): (
        *("pass", "rounding", "slip", "fail", "ask"),
        *("not_evaluable", "not_applicable"),
    ),
    ("completeness", "state"): ("found", "declared_none", "missing", "not_known"),
}


class Column(NamedTuple):
    """A column: key, kind (text, decimal, integer, list), title for people, meaning twice."""

    name: str
    kind: str
    title: str
    words: str
    doc: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of typed values: text, Decimal, int, None; lists are joined already."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    def texts(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows as CSV text."""
        for row in self.rows:
            yield tuple(to_text(value) for value in row)


def column(resource: str, name: str, kind: str, doc: str) -> Column:
    """Return a column with its words from the catalogue."""
    words = column_words(resource, name)
    return Column(name, kind, words.title, words.description, doc)


def _columns(name: str, record: type) -> tuple[Column, ...]:
    fields = [(f.name, f.metadata["kind"], f.metadata["doc"]) for f in dataclasses.fields(record)]
    own = {name for name, _, _ in fields}
    lead = [] if own & {"report_id", "entity_id"} else [REPORT]
    applied = _APPLIED if name in ("figures", "statements") else ()
    whose = _WHOSE if name in _NUMBERS else ()
    levels = _LEVELS if name == "figures" else ()
    yuan = (_YUAN,) if name in ("figures", "statements", "funds") else ()
    specs = (*lead, *fields, *applied, *whose, *levels, *yuan)
    return tuple(column(name, *spec) for spec in specs)


RECORDS: dict[str, type] = {
    "reports": summary.ReportRow,
    "entities": summary.EntityRow,
    "sources": summary.SourceRow,
    **READ,
    **BUILT,
    "corrections": Correction,
}


# Resources whose rows are no records of the library.
PLAIN = {**tidy.COLUMNS, **lists.OWN, **lists.SHARED}


def _values(record: Any) -> tuple[Any, ...]:
    values = (getattr(record, f.name) for f in dataclasses.fields(record))
    return tuple(to_text(v) if isinstance(v, tuple) else v for v in values)


def _record_rows(site: SiteReport, name: str) -> Iterable[tuple[Any, ...]]:
    report, built = site.report, site.reconciled
    lead = (report.meta.report_id,)
    if name == "reports":
        return [_values(summary.report_row(report, built))]
    if name == "sources":
        return map(_values, summary.source_rows(report.meta))
    if name in BUILT:
        return map(_values, getattr(built, name))
    if name in _NUMBERS:
        return _numbered(report, name)
    return ((*lead, *_values(row)) for row in getattr(report, name))


def _numbered(report: Report, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield records that hold numbers with whose they are, their level, their amount in yuan."""
    meta = report.meta
    whose = (meta.fiscal_year, summary.entity_id(meta))
    at = places(report) if name == "figures" else {}
    applied = name in ("figures", "statements")
    rows = (
        _applied(report, name)
        if applied
        else ((meta.report_id, *_values(r)) for r in getattr(report, name))
    )
    for record, row in zip(getattr(report, name), rows, strict=True):
        levels = tuple(at[record.figure_id]) if name == "figures" else ()
        yuan = (
            (in_yuan(record.amount, record.unit),)
            if name in ("figures", "statements", "funds")
            else ()
        )
        yield (*row, *whose, *levels, *yuan)


def _applied(report: Report, name: str) -> Iterator[tuple[Any, ...]]:
    corrections = {c.place: c for c in report.corrections}
    for record in getattr(report, name):
        found = corrections.get(_values(record)[0])
        extra = (found.used, f"{found.date}: {found.reason}") if found else (None, "")
        yield (report.meta.report_id, *_values(record), *extra)


def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns of a resource."""
    if name in PLAIN:
        return tuple(column(name, *spec) for spec in PLAIN[name])
    return _columns(name, RECORDS[name])


def rows(site: SiteReport) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Return the rows of every resource that one report has, the row of its entity too."""
    found: dict[str, tuple[tuple[Any, ...], ...]] = {}
    for name in RECORDS:
        if name == "entities":
            found[name] = (_values(summary.entity_row(site.report.meta)),)
        else:
            found[name] = tuple(_record_rows(site, name))
    return found | tidy.tables(site.report) | lists.own(site)


def shapes(known: Mapping[str, Sequence[tuple[Any, ...]]]) -> tuple[Sheet, ...]:
    """Return every resource in the fixed order with the rows ``known`` of some, the others empty."""
    return tuple(
        Sheet(name, columns_of(name), tuple(known.get(name, ()))) for name in (*RECORDS, *PLAIN)
    )


def heads(
    parts: Iterable[tuple[int, Mapping[str, tuple[tuple[Any, ...], ...]]]],
) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Return the rows of the resources with a row or two of each report, and the shared lists."""
    parts = list(parts)
    entities = _entities(parts)
    return {
        "reports": tuple(row for _, rows in parts for row in rows["reports"]),
        "entities": entities,
        **lists.shared({row[1] for row in entities}),
    }


def _entities(
    parts: Sequence[tuple[int, Mapping[str, tuple[tuple[Any, ...], ...]]]],
) -> tuple[tuple[Any, ...], ...]:
    """Return the entities by id; the newest report says what an entity is called."""
    newest = sorted(parts, key=lambda part: part[0])
    found = {row[0]: row for _, rows in newest for row in rows["entities"]}
    return tuple(found[key] for key in sorted(found))


def merged(
    parts: Iterable[tuple[int, Mapping[str, tuple[tuple[Any, ...], ...]]]], *, whole: bool = True
) -> tuple[Sheet, ...]:
    """Return the resources over reports, in a fixed order, from (fiscal year, rows) of each.

    ``whole``: with the lists that all reports share (rules, codes, places).
    """
    parts = list(parts)
    sheets = []
    divisions = {row[1] for _, rows in parts for row in rows["entities"]}
    shared = lists.shared(divisions) if whole else {}
    for name in (*RECORDS, *PLAIN):
        if name in lists.SHARED and not whole:
            continue
        if name in shared:
            found = list(shared[name])
        elif name == "entities":
            found = list(_entities(parts))
        else:
            found = [row for _, rows in parts for row in rows[name]]
        sheets.append(Sheet(name, columns_of(name), tuple(found)))
    return tuple(sheets)


def resources(site: Sequence[SiteReport]) -> tuple[Sheet, ...]:
    """Return every resource of the published package over ``site``, in a fixed order."""
    return merged((one.report.meta.fiscal_year or 0, rows(one)) for one in site)
