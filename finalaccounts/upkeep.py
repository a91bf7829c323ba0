"""The commands ``new``, ``remove``, ``rename`` and ``undo``: data folders, reports and entities.

An address that was published stays: ``rename`` and ``remove`` note where it leads now, or why
nothing is there any more (``addresses.toml``).
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from finalaccounts.exit_codes import USAGE
from finalaccounts.home import command, shipped
from finalaccounts.options import DATA, Data, Quiet, at, fail, words

_SITE = ("title", "tagline", "site_url", "operator", "corrections")
Date = Annotated[str, typer.Option(help="Date, 2026-11-27; today where it is left out.")]


def found(data: Path, given: str) -> list[Path]:
    """Return the folders of a report, or of all years of an entity; unknown is wrong usage.

    ``given`` is an id (``cn-610929-yibaoju-2023``) or the end of an address (``610929/yibaoju``).
    """
    from finalaccounts.loading import folders

    ids = {"-".join(("cn", *folder.parts[-3:])): folder for folder in folders(data)}
    asked = "-".join(given.removeprefix("d/").strip("/").split("/"))
    asked = asked if asked.startswith("cn-") else f"cn-{asked}"
    hit = [f for name, f in ids.items() if asked in (name, name.rpartition("-")[0])]
    if not hit:
        near = difflib.get_close_matches(asked, ids, 1, 0)
        nearest = f"; the nearest is {near[0]}" if near else "; there are no reports"
        fail(USAGE, f"no report or entity {given!r} below {data}{nearest}")
    return hit


def report_id(folder: Path) -> str:
    """Return the id of the report in a folder of ``data/reports/``."""
    return "-".join(("cn", *folder.parts[-3:]))


def dated(given: str) -> str:
    """Return a date as 2026-11-27, today for none; anything else is wrong usage."""
    from finalaccounts.addresses import today
    from finalaccounts.handtyped import iso_date

    try:
        return iso_date(given) if given else today()
    except ValueError as error:
        fail(USAGE, f"--date {given!r}: {error}")


def _said(*lines: str) -> None:
    from finalaccounts.say import plain, say

    for line in lines:
        say.print(plain(line))


def _next(data: Path) -> None:
    _said(f"next: `{command()} build{at(data)}`; `{command()} undo{at(data)}` takes it back")


def new(folder: Path, said: dict[str, str]) -> None:
    """Make a data folder of one's own: ``site.toml`` with what is known, and no report yet."""
    if (folder / "site.toml").exists() or (folder / "reports").exists():
        fail(USAGE, f"{folder}: is a data folder already; nothing was changed")
    if folder.exists() and not folder.is_dir():
        fail(USAGE, f"{folder}: is a file, not a folder; nothing was changed")
    lines = []
    for line in shipped("data/site.toml").read_text(encoding="utf-8").splitlines():
        key = line.partition(" = ")[0]
        given = said.get(key, "")
        shown = json.dumps(given, ensure_ascii=False)
        keeps = key in ("title", "tagline") and not given
        lines.append(f"{key} = {shown}" if key in _SITE and not keeps else line)
    from finalaccounts.handtyped import contact
    from finalaccounts.package import write_text

    try:
        contact(said.get("corrections", ""))
    except ValueError as error:
        fail(USAGE, f"--contact {said['corrections']!r}: {error}; nothing was written")
    write_text(folder / "site.toml", "\n".join(lines) + "\n")
    (folder / "reports").mkdir(parents=True)
    _said(
        f"{folder} is a data folder; who runs the site and where to write to: {folder / 'site.toml'}",
        f"next: `{command()} add FILE…{at(folder)}`, then `{command()} build{at(folder)}`",
    )


def remove(data: Path, listed: Sequence[Path], why: tuple[str, str], when: str) -> None:
    """Remove reports; their addresses say why, and since when."""
    import shutil

    from finalaccounts import addresses, certificate, journal

    what = f"remove {', '.join(map(report_id, listed))}"
    with journal.recorded(data, what, [*listed, data / addresses.FILE]):
        for folder in listed:
            try:
                title = certificate.read(folder / "source.toml").heading
            except certificate.CertificateError:
                title = report_id(folder)
            pairs = {"report": report_id(folder), "title": title, "date": when, "reason": why[0]}
            entry = addresses.table("removed", pairs | ({"reason_en": why[1]} if why[1] else {}))
            addresses.append(data / addresses.FILE, entry)
            shutil.rmtree(folder)
            journal.tidy(folder.parent, data)
    for folder in listed:
        _said(f"removed {report_id(folder)}; d/{'/'.join(folder.parts[-3:])}/ says why")
    _next(data)


def rename(data: Path, listed: Sequence[Path], said: dict[str, Any], why: str, when: str) -> None:
    """Give reports another place, slug, name or year; old addresses lead to the new ones."""
    from finalaccounts import addresses, certificate, identity, journal
    from finalaccounts.paths import report_folder

    if said.get("fiscal_year") and len(listed) > 1:
        fail(USAGE, f"--year: can be said of one report only, these are {len(listed)}")
    moves: list[tuple[Path, Path, Any]] = []
    try:
        for folder in listed:
            old = certificate.read(folder / "source.toml")
            new_meta = identity.settle(old, said)
            now = report_folder(data, new_meta.division, new_meta.slug, new_meta.fiscal_year or 0)
            urls = tuple(s.url for s in old.sources)
            sources = tuple(replace(s, url=u) for s, u in zip(new_meta.sources, urls, strict=True))
            moves.append((folder, now, replace(new_meta, sources=sources)))
    except (identity.IdentityError, certificate.CertificateError) as error:
        fail(USAGE, str(error))
    for folder, now, meta in moves:
        if now != folder and now.exists():
            fail(USAGE, f"{report_id(now)} is there already; nothing was changed")
        if now == folder and meta == certificate.read(folder / "source.toml"):
            fail(USAGE, f"{report_id(folder)} is so already; nothing was changed")
    touched = [path for old, now, _ in moves for path in dict.fromkeys((old, now))]
    what = f"rename {', '.join(map(report_id, listed))}"
    with journal.recorded(data, what, [*touched, data / addresses.FILE]):
        for folder, now, meta in moves:
            _move(folder, now, meta, said)
            journal.tidy(folder.parent, data)
        _note(data, moves, why, when)
    for folder, now, _ in moves:
        _said(f"{report_id(folder)} is {report_id(now)}; its old addresses lead to the new ones")
    _next(data)


def _move(folder: Path, now: Path, meta: Any, said: dict[str, Any]) -> None:
    """Write the new certificate; where name or year are others, read again with them."""
    from finalaccounts import certificate, package
    from finalaccounts.reading import read, write

    if said.get("entity") or said.get("fiscal_year"):
        files = [folder / source.file for source in certificate.in_force(meta.sources)]
        write(folder, replace(read(files, known=meta, inside=folder), meta=meta))
    package.write_text(folder / "source.toml", certificate.to_text(meta))
    if now != folder:
        now.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(now)


def _note(data: Path, moves: Sequence[tuple[Path, Path, Any]], why: str, when: str) -> None:
    """Note the new addresses: of the entity where all its reports moved alike, else of each."""
    from finalaccounts import addresses
    from finalaccounts.loading import folders

    moved = [(old, now) for old, now, _ in moves if old != now]
    hubs = {(old.parent, now.parent) for old, now in moved}
    left = {folder.parent for folder in folders(data)}
    pairs = [(report_id(old), report_id(now)) for old, now in moved]
    alike = len(hubs) == 1 and all(old.name == now.name for old, now in moved)
    if alike and moved[0][0].parent not in left:
        pairs = [(a.rpartition("-")[0], b.rpartition("-")[0]) for a, b in pairs[:1]]
    for was, now in pairs:
        entry = {"was": was, "now": now, "date": when} | ({"reason": why} if why else {})
        addresses.append(data / addresses.FILE, addresses.table("moved", entry))


def commands(app: typer.Typer) -> None:
    """Hang the commands onto the command line."""

    @app.command("new")
    def new_command(
        folder: Annotated[Path, typer.Argument(help="The folder to make.")] = DATA,
        title: Annotated[str, typer.Option(help="Title of the site.")] = "",
        operator: Annotated[str, typer.Option(help="Who runs the site.")] = "",
        contact: Annotated[str, typer.Option(help="Address for corrections.")] = "",
        quiet: Quiet = False,
    ) -> None:
        """Make a data folder of your own, with no report in it yet."""
        said = {
            "title": words("--title", title, 200),
            "operator": words("--operator", operator, 200),
            "corrections": words("--contact", contact, 200),
        }
        new(folder, said)

    @app.command("remove")
    def remove_command(
        which: Annotated[str, typer.Argument(help="Id of a report, or of an entity: all years.")],
        reason: Annotated[str, typer.Option(help="Why, in Chinese: it is published.")],
        reason_en: Annotated[str, typer.Option(help="The reason in English.")] = "",
        date: Date = "",
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Remove a report; its address stays and says why, and since when."""
        why = words("--reason", reason), words("--reason-en", reason_en)
        if not why[0]:
            fail(USAGE, "--reason: says nothing; the page of the report says it")
        remove(data, found(data, which), why, dated(date))

    @app.command("rename")
    def rename_command(
        which: Annotated[str, typer.Argument(help="Id of a report, or of an entity: all years.")],
        slug: Annotated[str, typer.Option(help="Another word in the address.")] = "",
        division: Annotated[str, typer.Option(help="Another place, by its code.")] = "",
        entity: Annotated[str, typer.Option(help="Another name.")] = "",
        year: Annotated[int, typer.Option(help="Another fiscal year, of one report.")] = 0,
        reason: Annotated[str, typer.Option(help="Why.")] = "",
        date: Date = "",
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Give a report or an entity another address; the old one leads to it."""
        said = {"slug": slug, "division": division, "entity": entity, "fiscal_year": year}
        if not any(said.values()):
            fail(USAGE, "nothing to change: say --slug, --division, --entity or --year")
        rename(data, found(data, which), said, words("--reason", reason), dated(date))

    @app.command("undo")
    def undo_command(
        anyway: Annotated[
            bool, typer.Option(help="Also where something was changed since.")
        ] = False,
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Take back what the last add, remove, rename, correct, reply or withdraw changed."""
        from finalaccounts import journal

        try:
            what, names = journal.undo(data, anyway)
        except journal.UndoError as error:
            fail(USAGE, str(error))
        _said(f"taken back: {what}", *(f"  {name}" for name in names))
