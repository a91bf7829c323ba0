"""A published site of the real reports for the tests of downloads, without its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import build
from finalaccounts.render.shell import File, Shell, SiteReport, site_facts
from finalaccounts.site.data import Held, Publication, ReportPublication, by_report, parts, versions

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def reports() -> tuple[SiteReport, ...]:
    """The real reports, loaded and checked once."""
    return tuple(build.checked(DATA)[0])


def folder(at: Path, **site: str) -> Path:
    """Return a data folder without releases; ``site`` replaces keys of site.toml."""
    at.mkdir(parents=True)
    (at / "reports").symlink_to(DATA / "reports")
    text = (DATA / "site.toml").read_text("utf-8")
    for key, value in site.items():
        text = text.replace(f'{key} = ""', f'{key} = "{value}"')
    (at / "site.toml").write_text(text, "utf-8")
    return at


def publication(site: Sequence[SiteReport], data: Path) -> Publication:
    """Return the publication over reports in memory, without their own files."""
    known = versions(data)
    return Publication(tuple(parts(site, data, known)), data, known)


def ones(site: Sequence[SiteReport], data: Path) -> dict[str, ReportPublication]:
    """Return the publication of each report by its id."""
    known, facts = versions(data), site_facts(data)
    base = by_report(known.last.state()) if known.last else {}
    ids = [(one.report.meta.report_id, one) for one in site]
    return {i: ReportPublication(one, facts, known.of(i), base.get(i)) for i, one in ids}


def publish(
    site: Sequence[SiteReport], data: Path, pages: Sequence[object] = ()
) -> dict[str, bytes]:
    """Return every file of a publication by its address; ``pages`` are listed in the sitemap."""
    made: dict[str, bytes] = {}
    own = ones(site, data)
    for one in site:
        report_id = one.report.meta.report_id
        folder = DATA / "reports" / Path(*report_id.split("-")[1:])
        received = {s.file: (folder / s.file).read_bytes() for s in one.report.meta.sources}
        _enter(made, own[report_id].files(received))
    held = [Held(p.part(), lambda rows=p.rows: rows) for p in own.values()]  # type: ignore[misc]
    whole = Publication(held, data, versions(data))
    shell = Shell(whole.facts, whole)
    _enter(made, whole.files())
    _enter(made, map(shell.draw, whole.pages()))
    listed = [file.path for file in pages] + [p for p in made if p.endswith("index.html")]  # type: ignore[attr-defined]
    _enter(made, whole.lists(p for p in listed if p.endswith("index.html")))
    return made


def _enter(made: dict[str, bytes], files: Iterable[File]) -> None:
    for file in files:
        assert file.path not in made, f"{file.path} twice"
        made[file.path] = file.data


def write(made: dict[str, bytes], out: Path) -> Path:
    """Write files below ``out``."""
    shutil.rmtree(out, ignore_errors=True)
    for name, data in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return out
