"""The data page: what people want and the file that has it, then every file with its dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from finalaccounts.render import languages
from finalaccounts.render.words import Words
from finalaccounts.site.data import recipes
from finalaccounts.site.data.databases import with_parquet
from finalaccounts.site.data.package import FOR_PEOPLE
from finalaccounts.site.data.sheets import Sheet

_FORMATS = ("csv", "excel.csv", "parquet")
_WHOLE = (
    *("all.sqlite", "all.metadata.json", "all.zip", "dictionary.csv", "datapackage.json"),
    *("fiscal.datapackage.json", "csvw.json", "catalog.jsonld", "files.csv", "versions.json"),
    "changes.csv",
)
# What people want, most asked first, and the files; none where the page of one report has it.
_WANTS: dict[str, tuple[str, ...]] = {
    **{
        name: (f"{name}.excel.csv", f"{name}.csv")
        for name in ("spending", "revenue", "three_public", "projects", "staff", "findings")
    },
    "one": (),
    "reports": ("reports.excel.csv", "reports.csv"),
    "all": ("all.sqlite", "all.metadata.json"),
    "archive": ("all.zip",),
}
REPORTS = "r/index.html"
# Files over all resources that stand in the pieces, where there are many.
_PIECES = ("all.sqlite", "all.metadata.json", "all.zip", "fiscal.datapackage.json")
Files = tuple[tuple[str, str, str], ...]  # (address, name or format, size)


class Counts(NamedTuple):
    """What the pages say of the resources, without their rows."""

    sheets: Sequence[Sheet]  # with the rows of the short ones
    rows: Mapping[str, int]
    pieces: tuple[tuple[str, int, int], ...]  # name, reports, rows; empty where all is in one


@dataclass(frozen=True, slots=True)
class Want:
    """What somebody wants to know, and the files that answer it."""

    want: str = field(metadata={"doc": "The wish in words."})
    note: str = field(metadata={"doc": "What to know before using the file."})
    files: Files = field(metadata={"doc": "(address, what it is for, size)."})
    more: str = field(metadata={"doc": "Anchor of its columns on the page, or an address."})


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource on the data page."""

    name: str = field(metadata={"doc": "Name of the resource."})
    holds: str = field(metadata={"doc": "What it holds."})
    rows: int = field(metadata={"doc": "Rows."})
    files: Files = field(
        metadata={"doc": "(address, format, size); nothing where it stands in the pieces."}
    )
    columns: tuple[tuple[str, str, str], ...] = field(metadata={"doc": "(key, title, meaning)."})
    code: recipes.Lines = field(metadata={"doc": "(program, line of code) that reads it."})


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """What a release changed in one report."""

    name: str = field(metadata={"doc": "Title of the report."})
    href: str = field(metadata={"doc": "Its page, or empty."})
    what: str = field(metadata={"doc": "In words: new, withdrawn, or how many changes."})
    rows: tuple[tuple[str, str, str, str, str, str], ...] = field(
        metadata={"doc": "Changes in words: what, kind of record, id, column, values, why."}
    )
    more: int = field(metadata={"doc": "Changes that are only in the list."})


@dataclass(frozen=True, slots=True)
class Version:
    """A release as the pages show it."""

    name: str = field(metadata={"doc": "Name and date, or words for what is not released."})
    anchor: str = field(metadata={"doc": "Permanent anchor on the page of changes."})
    note: str = field(metadata={"doc": "What was said of it."})
    counts: str = field(metadata={"doc": "How many records came, went, changed."})
    package: str = field(metadata={"doc": "Address of its archive, or empty."})
    changes: str = field(metadata={"doc": "Address of its change list."})
    sha256: str = field(metadata={"doc": "Checksum of the archive."})
    reports: tuple[ReportChanges, ...] = field(metadata={"doc": "What changed, by report."})


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of ``data.html``."""

    wants: tuple[Want, ...] = field(metadata={"doc": "What people want, most asked first."})
    sums: recipes.Lines = field(metadata={"doc": "(program, code) that sums spending."})
    base: str = field(metadata={"doc": "What to put for SITE/ in the code, or empty."})
    resources: tuple[Resource, ...] = field(metadata={"doc": "Resources in order."})
    pieces: tuple[tuple[str, int, int, Files], ...] = field(
        metadata={"doc": "Of many: name, reports, rows, (address, file name, size)."}
    )
    whole: tuple[tuple[str, str, str, str], ...] = field(
        metadata={"doc": "Files over all resources: (address, name, what it is, size)."}
    )
    versions: tuple[Version, ...] = field(metadata={"doc": "Releases, the newest first."})
    citations: tuple[tuple[str, str], ...] = field(metadata={"doc": "(style, text)."})
    sheets_guard: str = field(metadata={"doc": "How text is guarded for spreadsheets."})
    left_out: str = field(metadata={"doc": "What this build could not make, or empty."})


def data_page(
    words: Words,
    counts: Counts,
    versions: tuple[Version, ...],
    citations: tuple[tuple[str, str], ...],
    size: Callable[[str], str],
    site_url: str,
) -> DataPage:
    """Return the context of the page; ``size`` tells of a file how large it is."""
    said = words.published
    base = site_url or recipes.PLACEHOLDER
    spending = next(sheet for sheet in counts.sheets if sheet.name == "spending")
    piece = f"{counts.pieces[0][0]}/" if counts.pieces else ""  # an example, where there are many
    return DataPage(
        tuple(_wants(words, size)),
        recipes.total(
            f"{base}data/{piece}spending.csv", recipes.coded(spending), words.datapage.code
        ),
        "" if site_url else words("published.api.local", placeholder=recipes.PLACEHOLDER),
        tuple(_resource(sheet, words, counts, size, base) for sheet in counts.sheets),
        tuple(
            (name, reports, rows, tuple(_in_piece(name, size)))
            for name, reports, rows in counts.pieces
        ),
        tuple(
            (f"data/{name}", name, said.whole[name.replace(".", "_")], size(f"data/{name}"))
            for name in _WHOLE
            if not (counts.pieces and name in _PIECES)
        ),
        versions,
        citations,
        said.notes.guard,
        "" if with_parquet() else said.notes.no_parquet,
    )


def _in_piece(piece: str, size: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    for name in _PIECES:
        path = f"data/{piece}/{name}"
        yield path, name, size(path)


def _wants(words: Words, size: Callable[[str], str]) -> Iterator[Want]:
    said = words.datapage
    for key, names in _WANTS.items():
        told = said.wants[key]
        files = tuple(
            (f"data/{name}", said.uses[name.partition(".")[2].replace(".", "_")], told_size)
            for name in names
            if (told_size := size(f"data/{name}"))
        )
        more = f"#fields-{key}" if f"{key}.csv" in names else ""
        if not files:  # it stands on the pages of reports, or in the pieces of the data
            more = "#pieces" if names else REPORTS
        yield Want(told.want, told.note, files, more)


def _resource(
    sheet: Sheet, words: Words, counts: Counts, size: Callable[[str], str], base: str
) -> Resource:
    first = words.key == languages.FIRST
    left_out = set() if sheet.name in FOR_PEOPLE else {"excel.csv"}
    left_out |= set() if with_parquet() else {"parquet"}
    paths = [(f"data/{sheet.name}.{e}", e) for e in _FORMATS if e not in left_out]
    return Resource(
        sheet.name,
        words.datapage.resources[sheet.name],
        counts.rows.get(sheet.name, 0),
        tuple((path, ending, told) for path, ending in paths if (told := size(path))),
        tuple((c.name, c.title, c.words if first else c.doc) for c in sheet.columns),
        recipes.load(f"{base}data/{sheet.name}.csv", recipes.coded(sheet))
        if size(f"data/{sheet.name}.csv")
        else (),
    )
