"""One row per report, entity and source: what the published package says of them as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finalaccounts.model import Meta, Reconciled, Report, col
from finalaccounts.package import csv_text, write_text
from finalaccounts.reference.places import Division, national, path, short_names, township
from finalaccounts.understood import understood

EVALUATED = frozenset({"pass", "rounding", "slip", "fail", "ask"})


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as a whole, with the counts that say how well it was read and checked."""

    report_id: str = col("Permanent id of the report: cn-<division>-<slug>-<fiscal year>.")
    entity_id: str = col("The entity that reports.")
    fiscal_year: int | None = col("Fiscal year of the accounts.", "integer")
    title: str = col("Title of the report.")
    scope: str = col("Own accounts or consolidated, in the report's words.")
    unit: str = col("Unit of measure of its tables, as printed.")
    read: int = col("Numbers of the text that were placed in a resource.", "integer")
    unread: int = col("Numbers of the text that could not be placed (resource unread).", "integer")
    statements: int = col("Numbers that the narrative states.", "integer")
    statements_other: int = col(
        "Those of them whose words no key is known for (item other).", "integer"
    )
    other_sections: str = col(
        "Sections of the narrative with such numbers, as <section>:<count>, most first."
    )
    evaluated: int = col("Checks that could be made.", "integer")
    applicable: int = col("Checks that apply to the report.", "integer")
    errors: int = col("Findings of severity error.", "integer")
    warnings: int = col("Findings of severity warning.", "integer")
    notes: int = col("Findings of severity note.", "integer")
    kind: str = col("What the document is: a key of documents.toml; empty when not asked.")


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A department or unit that reports."""

    entity_id: str = col("Permanent id of the entity: cn-<division>-<slug>.")
    division: str = col("Six-digit code of the region (GB/T 2260), 000000 when not known.")
    name: str = col("Name, as its newest report gives it.")
    short_name: str = col("Name without the place.")
    slug: str = col("Word for it in addresses.")
    level: str = col(
        "central, province, city, county or township (streets too); empty when not known."
    )
    province: str = col("Name of the province.")
    city: str = col("Name of the city.")
    county: str = col("Name of the county.")
    parent: str = col("The department above it, where the report names it.")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file as received."""

    report_id: str = col("The report.")
    source: str = col("File name.")
    media_type: str = col("Kind of file, told from its content.")
    sha256: str = col("Checksum of the file.")
    bytes: int = col("Size.", "integer")
    pages: int | None = col("Pages, where the format has any.", "integer")
    lines: int = col("Lines of its text rendering.", "integer")
    url: str = col("Where it was published, when known.")
    published: str = col("Date of publication, when known.")
    retrieved: str = col("Date of retrieval, when known.")


def write(folder: Path, report: Report, built: Reconciled) -> None:
    """Write ``reports.csv``, ``entities.csv`` and ``sources.csv`` of one report."""
    rows: dict[str, tuple[type, tuple[object, ...]]] = {
        "reports": (ReportRow, (report_row(report, built),)),
        "entities": (EntityRow, (entity_row(report.meta),)),
        "sources": (SourceRow, source_rows(report.meta)),
    }
    for name, (record, found) in rows.items():
        write_text(folder / f"{name}.csv", csv_text(record, found))


def entity_id(meta: Meta) -> str:
    """Return the permanent id of the entity that reports."""
    return f"cn-{meta.division}-{meta.slug}"


def report_row(report: Report, built: Reconciled) -> ReportRow:
    """Return the row of a report; a unit is given only where all its tables agree on one."""
    meta = report.meta
    outcomes = [check.outcome for check in built.checks]
    evaluated = sum(outcome in EVALUATED for outcome in outcomes)
    severities = [finding.severity for finding in built.findings]
    prose = understood(report.statements)
    units = {table.unit for table in report.tables if table.unit}
    return ReportRow(
        report_id=meta.report_id,
        entity_id=entity_id(meta),
        fiscal_year=meta.fiscal_year,
        title=meta.title,
        scope=meta.scope,
        unit=units.pop() if len(units) == 1 else str(meta.found.get("unit", "")),
        read=report.ledger.get("placed", 0),
        unread=report.ledger.get("unread", 0),
        statements=prose.stated,
        statements_other=prose.other,
        other_sections=" ".join(f"{section}:{count}" for section, count in prose.sections),
        evaluated=evaluated,
        applicable=evaluated + outcomes.count("not_evaluable"),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
        kind=meta.kind,
    )


def entity_row(meta: Meta) -> EntityRow:
    """Return the row of the entity that reports; places come from the list of divisions."""
    places = path(meta.division)
    names = {place.level: place.name for place in places}
    short = meta.entity
    for place in places:
        start = next((name for name in short_names(place) if short.startswith(name)), "")
        short = short.removeprefix(start) or short
    return EntityRow(
        entity_id=entity_id(meta),
        division=meta.division,
        name=meta.entity,
        short_name=short,
        slug=meta.slug,
        level=_level(meta.entity, places),
        province=names.get("province", ""),
        city=names.get("city", ""),
        county=names.get("county", ""),
        parent=str(meta.found.get("parent", "")),
    )


def _level(name: str, places: Sequence[Division]) -> str:
    if township(name):
        return "township"
    return places[-1].level if places else "central" if national(name) else ""


def source_rows(meta: Meta) -> tuple[SourceRow, ...]:
    """Return a row per file of the report, in the order of its certificate."""
    return tuple(
        SourceRow(
            meta.report_id,
            s.file,
            s.media_type,
            s.sha256,
            s.bytes,
            s.pages,
            s.lines,
            s.url,
            s.published,
            s.retrieved,
        )
        for s in meta.sources
    )
