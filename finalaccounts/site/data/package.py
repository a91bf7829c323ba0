"""The published package in ``data/``: all resources in every format, described for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from finalaccounts.render.shell import SiteFacts
from finalaccounts.render.words import Words
from finalaccounts.site.data import datasette, fiscal
from finalaccounts.site.data.bundle import bundle
from finalaccounts.site.data.catalogue import Download, dcat
from finalaccounts.site.data.changes import to_csv
from finalaccounts.site.data.databases import parquet, sqlite, with_parquet
from finalaccounts.site.data.describe import About, csvw, datapackage
from finalaccounts.site.data.folder import dictionary
from finalaccounts.site.data.parts import Part
from finalaccounts.site.data.sheets import Sheet
from finalaccounts.site.data.texts import excel_csv, json_bytes, plain_csv, text_rows
from finalaccounts.site.data.versions import CHANGES, PACKAGE, Versions, listing

NAME = "final-accounts"
ARCHIVE = "archive/"
# What people sort and filter in a spreadsheet; the rest is for programs, which read the CSV.
FOR_PEOPLE = frozenset(
    {"reports", "entities", "findings", "spending", "revenue", "three_public", "staff", "projects"}
)


Distribution = tuple[str, str, int, str]  # address below data/, media type, size, checksum


class Made(NamedTuple):
    """A file; ``media`` is empty for what is not one of the forms of the data."""

    path: str
    content: bytes
    rows: int | None
    media: str = ""


def about(
    facts: SiteFacts,
    words: Words,
    sheets: Sequence[Sheet],
    version: str = "",
    date: str = "",
    piece: str = "",
) -> About:
    """Return what all descriptions say of the whole data set, or of a piece of it."""
    reports = next(sheet for sheet in sheets if sheet.name == "reports")
    year = [c.name for c in reports.columns].index("fiscal_year")
    return About(
        f"{NAME}-{piece}" if piece else NAME,
        f"{words('published.dataset', site=facts.title)} {piece}".rstrip(),
        words.published.dataset_text,
        facts,
        version,
        date if version else "",
        keywords=tuple(words.published.keywords),
        years=tuple(sorted({row[year] for row in reports.rows if row[year]})),
    )


def core(told: About, sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """Return the data package itself: CSVs, ``datapackage.json``, CSVW, dictionary."""
    made = {f"{sheet.name}.csv": plain_csv(sheet) for sheet in sheets}
    return {
        **made,
        "datapackage.json": json_bytes(datapackage(told, sheets, made)),
        "csvw.json": json_bytes(csvw(told, sheets)),
        "dictionary.csv": plain_csv(dictionary(sheets)),
    }


def archive(
    facts: SiteFacts, words: Words, sheets: Sequence[Sheet], version: str, date: str
) -> bytes:
    """Return the archive of a release: the data package as it is now, to be kept for ever."""
    return bundle(core(about(facts, words, sheets, version, date), sheets))


def shard(name: str, told: About, words: Words, sheets: Sequence[Sheet]) -> Iterator[Made]:
    """Yield the files of a piece of the data: a package of its own, in every format."""
    folder = f"data/{name}/" if name else "data/"
    made = core(told, sheets)
    spoken = fiscal.fiscal(told, sheets, made, words.published.currency)
    made[fiscal.NAME] = json_bytes(spoken)
    rows: dict[str, int | None] = {f"{sheet.name}.csv": len(sheet.rows) for sheet in sheets}
    for path, content in made.items():
        media = "text/csv" if path.endswith(".csv") else "application/json"
        yield Made(folder + path, content, rows.get(path), media)
    for sheet in sheets:
        yield from _beside(folder, sheet)
    total = sum(len(sheet.rows) for sheet in sheets)
    base = sqlite(sheets, [(row[0], row[-1]) for row in _notes(told, words)])
    yield Made(f"{folder}all.sqlite", base, total, "application/vnd.sqlite3")
    described = datasette.metadata(told, sheets, words.datapage.resources)
    yield Made(folder + datasette.NAME, json_bytes(described), None, "application/json")
    yield Made(f"{folder}all.zip", bundle(made), None, "application/zip")


def _beside(folder: str, sheet: Sheet) -> Iterator[Made]:
    """Yield what stands beside the CSV of a resource."""
    count = len(sheet.rows)
    if sheet.name in FOR_PEOPLE:
        yield Made(f"{folder}{sheet.name}.excel.csv", excel_csv(sheet), count, "text/csv")
    if with_parquet():
        media = "application/vnd.apache.parquet"
        yield Made(f"{folder}{sheet.name}.parquet", parquet(sheet), count, media)


def pieces(
    told: About, sheets: Sequence[Sheet], shards: Mapping[str, Sequence[Part]]
) -> Iterator[Made]:
    """Yield what stands in ``data/`` above many pieces: short resources, descriptions, a list.

    ``sheets`` holds rows of the short resources only; a resource that is in the pieces is
    described as one in many files.
    """
    paths = {
        sheet.name: [f"{name}/{sheet.name}.csv" for name in sorted(shards)]
        for sheet in sheets
        if not sheet.rows
    }
    short = [sheet for sheet in sheets if sheet.rows]
    made = {f"{sheet.name}.csv": plain_csv(sheet) for sheet in short}
    for sheet in short:
        yield Made(f"data/{sheet.name}.csv", made[f"{sheet.name}.csv"], len(sheet.rows), "text/csv")
        yield from _beside("data/", sheet)
    described = json_bytes(datapackage(told, sheets, made, paths))
    yield Made("data/datapackage.json", described, None, "application/json")
    yield Made("data/csvw.json", json_bytes(csvw(told, short)), None, "application/json")
    yield Made("data/dictionary.csv", plain_csv(dictionary(sheets)), None, "text/csv")
    rows = [
        (name, len(parts), sum(sum(part.counts.values()) for part in parts))
        for name, parts in sorted(shards.items())
    ]
    listed = text_rows(("folder", "reports", "rows"), rows)
    yield Made("data/pieces.csv", listed, len(rows), "text/csv")


def versioned(
    told: About, words: Words, known: Versions, listed: Iterable[Distribution]
) -> Iterator[Made]:
    """Yield the catalogue of the files ``listed``, and the releases with what changed in each."""
    said = words.published
    downloads = [Download(*one, _holds(one[0].rpartition("/")[2], words)) for one in listed]
    catalogue = dcat(told, [(told, downloads)], said.dcat)
    yield Made("data/catalog.jsonld", json_bytes(catalogue), None)
    changes = to_csv(known.unreleased).encode()
    yield Made("data/changes.csv", changes, len(known.unreleased))
    yield Made("data/versions.json", json_bytes(listing(known, ARCHIVE)), None)
    for release in known.releases:
        folder = f"data/{ARCHIVE}{release.name}"
        yield Made(f"{folder}/{PACKAGE}", release.package, None)
        changes = to_csv(release.changes).encode()
        yield Made(f"{folder}/{CHANGES}", changes, len(release.changes))


def _holds(name: str, words: Words) -> str:
    """Return what a file of the data holds, in words."""
    said = words.datapage.resources.get(name.partition(".")[0])
    return str(said or words.published.whole[name.replace(".", "_")])


def _notes(told: About, words: Words) -> list[tuple[str, ...]]:
    said = words.published.notes
    version = words("published.cite.version", name=told.version, date=told.date)
    return [
        (told.title, told.text),
        (said.version, version if told.version else words.published.cite.no_version),
        (said.licence, f"{told.facts.licence} {told.facts.licence_url}"),
        (said.blank,),
        (said.guard,),
        (said.long,),
    ]
