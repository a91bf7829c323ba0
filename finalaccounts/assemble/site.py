"""The whole site into a stage: reports, pages over all, data, search, hand-written pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from finalaccounts import addresses
from finalaccounts.assemble import Built
from finalaccounts.assemble.drawing import Drawer
from finalaccounts.assemble.inputs import Inputs
from finalaccounts.assemble.one_report import Digest
from finalaccounts.assemble.pieces import Pieces, held
from finalaccounts.assemble.reports import Reports, kept
from finalaccounts.assemble.workers import Workers
from finalaccounts.home import shipped
from finalaccounts.render import shared
from finalaccounts.render.about import About
from finalaccounts.render.entries import Entry, in_order
from finalaccounts.render.languages import FIRST, LANGUAGES
from finalaccounts.render.pages import gone
from finalaccounts.render.shell import File, Page, Shell, site_facts
from finalaccounts.site.check import Before, check
from finalaccounts.site.data import Publication, versions
from finalaccounts.site.search import Found
from finalaccounts.site.search.pages import files as search_files
from finalaccounts.site.search.pages import pages as search_pages
from finalaccounts.site.staging import Stage
from finalaccounts.site.sums import SUMS, summed


def assemble(
    data: Path,
    stage: Stage,
    inputs: Inputs,
    settings: str,
    track: Callable[[Iterable[Digest], int], Iterable[Digest]],
    cache: Path,
) -> Built:
    """Write the whole site into ``stage`` and check its links; ``settings`` are its options."""
    known = versions(data)
    common = settings + inputs.key(
        "code/", "templates/", "rules/", "reference/", "data/site.toml", "data/places.csv"
    )
    with Workers() as workers:
        reports = Reports(data, stage, inputs, known, cache, common, workers)
        digests = reports.make(track)
        read = [digest for digest in digests if not digest.error]
        unread = tuple(digest.error for digest in digests if digest.error)
        at = [reports.at[digest.folder] for digest in read]
        publication = Publication([held(path) for path in at], data, known)
        shell = Shell(site_facts(data), publication)
        drawer = Drawer(stage, shell, common)
        pages = [made.path for digest in read for made in digest.made]
        pieces = Pieces(publication, at, stage, cache, common)
        pieces.begin(workers)
        pages += drawer.all(shell.assets)
        entries: dict[str, tuple[Entry, ...]] = {
            language: in_order(digest.entries[number] for digest in read)
            for number, language in enumerate(LANGUAGES)
        }
        for language in LANGUAGES:
            drawn = shared(entries[language], shell, language, unread)
            pages += drawer.all(publication.beside(drawn))
        pages += drawer.all(_search_pages(at, shell))
        searched = sha256("".join(path.name for path in at).encode()).hexdigest()[:24]
        drawer.unit(f"search {searched}", _search(at))
        texts = _text_key(common + inputs.key("texts/", "code/mkdocs.yml"), entries[FIRST])
        pages += drawer.unit(f"texts {texts}", _handwritten(shell, entries[FIRST]))
        # Downloads before the pages about them: these say how large they are.
        pieces.finish()
    drawer.all(publication.above())
    pages += drawer.all(publication.pages())
    former = addresses.read(data)
    for language in LANGUAGES:
        drawer.all(gone.pages(former, pages, shell.words(language)))
    drawer.all(publication.lists(filter(_listed, pages)))
    drawer.draw(File(".nojekyll", b""))  # GitHub Pages publishes the files as they are
    drawer.draw(record(inputs, settings))
    drawer.draw(File(SUMS, summed(stage.after.outputs)))
    then, now = (
        {path: made.sha256 for path, made in listed.outputs.items()}
        for listed in (stage.before, stage.after)
    )
    check(stage.new, Before(stage.out, then, now))
    reports.tidy()
    made = sum(stage.before.outputs.get(d.made[0].path, None) is None for d in read if d.made)
    return Built(tuple(d.summary for d in read if d.summary), unread, made, True)


def record(inputs: Inputs, settings: str) -> File:
    """Return ``build.json``: what the site was built from, nothing of it from the clock."""
    reports = {
        name.rpartition("/")[0] for name in inputs.stamps if name.startswith("data/reports/")
    }
    options = json.loads(settings)
    address = options.pop("site_url", "")
    said = {
        "program": inputs.key("code/", "templates/", "texts/", "rules/"),
        "reference": inputs.key("reference/", "data/places.csv"),
        "reports": {name.removeprefix("data/"): inputs.key(f"{name}/") for name in reports},
        "versions": options,
        **({"site_url": address} if address else {}),
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    return File("build.json", f"{text}\n".encode())


def _listed(path: str) -> bool:
    """Tell whether a page is a place to be found: not a frame, not the page for lost addresses."""
    return path.endswith("index.html") and "/embed/" not in path


def _search_pages(at: Iterable[Path], shell: Shell) -> Iterator[Page]:
    found: list[Found] = [kept(path, "search")._replace(entries=()) for path in at]
    for language in LANGUAGES:
        yield from search_pages(found, shell, language)


def _search(at: Iterable[Path]) -> Iterator[File]:
    yield from search_files(kept(path, "search") for path in at)


def _text_key(lasting: str, entries: Iterable[Entry]) -> str:
    """Return the key of the hand-written pages: they name the reports, and lines of some."""
    told = [(e.meta, e.sources) for e in entries]
    return sha256(f"{lasting}{told!r}".encode()).hexdigest()[:24]


def _handwritten(shell: Shell, entries: Iterable[Entry]) -> Iterator[File]:
    from finalaccounts.site.handwritten import handwritten  # MkDocs is slow to import

    about = About(shell, entries)
    for file in handwritten(shipped("mkdocs.yml"), about.facts, about.around, about.finish):
        yield File(file.path, file.data)
