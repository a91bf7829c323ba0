"""The published package in ``data/``: all resources in every format, described for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finalaccounts.render.shell import SiteFacts
from finalaccounts.render.words import Words
from finalaccounts.site.data import fiscal
from finalaccounts.site.data.bundle import bundle, sha256
from finalaccounts.site.data.catalogue import Download, dcat
from finalaccounts.site.data.changes import to_csv
from finalaccounts.site.data.databases import parquet, sqlite, with_parquet
from finalaccounts.site.data.describe import About, csvw, datapackage
from finalaccounts.site.data.folder import Written, dictionary
from finalaccounts.site.data.sheets import Sheet
from finalaccounts.site.data.texts import excel_csv, json_bytes, plain_csv
from finalaccounts.site.data.versions import CHANGES, PACKAGE, Versions, listing

NAME = "final-accounts"
ARCHIVE = "archive/"
# What people sort and filter in a spreadsheet; the rest is for programs, which read the CSV.
FOR_PEOPLE = frozenset(
    {"reports", "entities", "findings", "spending", "revenue", "three_public", "staff", "projects"}
)


def about(
    facts: SiteFacts, words: Words, sheets: Sequence[Sheet], version: str = "", date: str = ""
) -> About:
    """Return what all descriptions say of the whole data set."""
    reports = next(sheet for sheet in sheets if sheet.name == "reports")
    year = [c.name for c in reports.columns].index("fiscal_year")
    return About(
        NAME,
        words("published.dataset", site=facts.title),
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


def files(
    facts: SiteFacts, words: Words, sheets: Sequence[Sheet], known: Versions
) -> Iterator[Written]:
    """Yield every file below ``data/`` with its rows; archives of releases are copied as kept."""
    told = about(facts, words, sheets, known.name, known.date)
    said = words.published
    made = core(told, sheets)
    spoken = fiscal.fiscal(told, sheets, made, said.currency)
    made[fiscal.NAME] = json_bytes(spoken)
    rows: dict[str, int | None] = {f"{sheet.name}.csv": len(sheet.rows) for sheet in sheets}
    distributions = []

    def written(name: str, content: bytes, count: int | None, media: str) -> Written:
        what = words.datapage.resources.get(name.partition(".")[0])
        holds = what or said.whole[name.replace(".", "_")]
        distributions.append(Download(name, media, len(content), sha256(content), holds))
        return f"data/{name}", content, count

    for name, content in made.items():
        media = "text/csv" if name.endswith(".csv") else "application/json"
        yield written(name, content, rows.get(name), media)
    for sheet in sheets:
        count = len(sheet.rows)
        if sheet.name in FOR_PEOPLE:
            yield written(f"{sheet.name}.excel.csv", excel_csv(sheet), count, "text/csv")
        if with_parquet():
            media = "application/vnd.apache.parquet"
            yield written(f"{sheet.name}.parquet", parquet(sheet), count, media)
    total = sum(len(sheet.rows) for sheet in sheets)
    notes = _notes(told, words)
    base = sqlite(sheets, [(row[0], row[-1]) for row in notes])
    yield written("all.sqlite", base, total, "application/vnd.sqlite3")
    yield written("all.zip", bundle(made), None, "application/zip")
    yield "data/catalog.jsonld", json_bytes(dcat(told, [(told, distributions)], said.dcat)), None
    yield "data/changes.csv", to_csv(known.unreleased).encode(), len(known.unreleased)
    yield "data/versions.json", json_bytes(listing(known, ARCHIVE)), None
    for release in known.releases:
        folder = f"data/{ARCHIVE}{release.name}"
        yield f"{folder}/{PACKAGE}", release.package, None
        yield f"{folder}/{CHANGES}", to_csv(release.changes).encode(), len(release.changes)


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
