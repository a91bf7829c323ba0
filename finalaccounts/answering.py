"""The commands ``correct``, ``reply`` and ``withdraw``: what people say of a number or a finding.

Each checks the id against the report, writes the file that people may also type by hand
(``corrections.csv``, ``replies.toml``, ``withdrawn.toml``), and names the page on which it shows.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.home import command
from finalaccounts.options import DATA, Data, Quiet, at, fail, words
from finalaccounts.upkeep import Date, dated, found, report_id

if TYPE_CHECKING:
    from finalaccounts.model import Finding, Report

Id = Annotated[str, typer.Argument(help="Id of the report.")]


def _one(data: Path, given: str) -> Path:
    folders = found(data, given)
    if len(folders) > 1:
        fail(USAGE, f"{given!r} has {len(folders)} years; say which: {report_id(folders[0])} …")
    return folders[0]


def _loaded(folder: Path) -> Report:
    from finalaccounts.exits import set_aside
    from finalaccounts.loading import load
    from finalaccounts.reference import ReferenceDataError

    try:
        return load(folder)
    except ReferenceDataError as error:
        fail(USAGE, f"{error}\nput this right first; nothing was written")
    except Exception as error:
        fail(UNREADABLE, f"{set_aside(error, folder)}\nnothing was written")


def _nearest(what: str, given: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(given, sorted(known), 3, 0)
    nearest = f"the nearest are {', '.join(near)}" if near else "it has none"
    return f"the report has no {what} {given!r}; {nearest}; nothing was written"


def _finding(folder: Path, given: str) -> Finding:
    """Return the finding of an id or of an address of a page; unknown is wrong usage."""
    from urllib.parse import unquote

    from finalaccounts.reconcile import reconcile

    asked = unquote(given.rpartition("#finding-")[2])
    known = {f.finding_id: f for f in reconcile(_loaded(folder)).findings}
    if asked not in known:
        fail(USAGE, _nearest("finding", asked, known))
    return known[asked]


def _changing(folder: Path, what: str, name: str) -> AbstractContextManager[None]:
    from finalaccounts import journal

    data = folder.parents[3]
    return journal.recorded(data, f"{what} {report_id(folder)}", [folder / name])


def _page(folder: Path, name: str, anchor: str) -> None:
    from finalaccounts.render.links import anchor as escaped
    from finalaccounts.say import plain, say

    here = at(folder.parents[3])
    say.print(plain(f"written to {folder / name}"))
    say.print(
        plain(
            f"it shows on d/{'/'.join(folder.parts[-3:])}/index.html#{escaped(anchor)} "
            f"after `{command()} build{here}`; `{command()} undo{here}` takes it back"
        )
    )


def correct(folder: Path, place: str, used: str, reason: str, when: str, drop: bool) -> None:
    """Use another value than the one printed, or take such a correction away."""
    from finalaccounts import corrections
    from finalaccounts.handtyped import TypedError
    from finalaccounts.package import to_text, write_text
    from finalaccounts.reference import ReferenceDataError

    path = folder / corrections.FILE
    before = path.read_bytes() if path.exists() else None
    kept = [row for row in corrections.typed(path) if row["place"] != place]
    if drop:
        if len(kept) == len(corrections.typed(path)):
            fail(USAGE, f"{place!r} is not corrected; nothing was written")
    else:
        report = _loaded(folder)
        printed = {f.figure_id: f.printed for f in report.figures}
        printed |= {s.statement_id: to_text(s.amount) for s in report.statements}
        if place not in printed:
            fail(USAGE, _nearest("number", place, printed))
        try:
            value = format(Decimal(used.replace(",", "")), "f")
        except InvalidOperation:
            fail(USAGE, f"{used!r}: expected a number in plain digits; nothing was written")
        row = (place, printed[place], value, reason, when)
        kept.append(dict(zip(corrections.HEAD, row, strict=True)))
    out = io.StringIO()
    writer = csv.DictWriter(out, corrections.HEAD, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    with _changing(folder, "correct", corrections.FILE):
        if kept:
            write_text(path, out.getvalue())
        else:
            path.unlink(missing_ok=True)
        try:
            report = _read_back(folder)
        except (TypedError, ReferenceDataError) as error:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
            fail(USAGE, f"{error}\nnothing was written")
    _page(folder, corrections.FILE, ".".join(place.split(".")[:2]))


def _read_back(folder: Path) -> Report:
    from finalaccounts.loading import load

    return load(folder)


def reply(folder: Path, given: str, said: dict[str, str]) -> None:
    """Publish the department's own explanation of a finding."""
    from finalaccounts import addresses
    from finalaccounts.handtyped import web_address

    finding = _finding(folder, given)
    try:
        web_address(said["url"])
    except ValueError as error:
        fail(USAGE, f"--url {said['url']!r}: {error}; nothing was written")
    pairs = {"finding": finding.finding_id, **{k: v for k, v in said.items() if v}}
    with _changing(folder, "reply", "replies.toml"):
        addresses.append(folder / "replies.toml", addresses.table("reply", pairs))
    _page(folder, "replies.toml", f"finding-{finding.finding_id}")


def withdraw(folder: Path, given: str, said: dict[str, str]) -> None:
    """Take a finding back; its address stays and says so."""
    from finalaccounts import addresses
    from finalaccounts.responses import read_responses

    finding = _finding(folder, given)
    if finding.finding_id in read_responses(folder).withdrawn:
        fail(USAGE, f"{finding.finding_id} is withdrawn already; nothing was written")
    pairs = {"finding": finding.finding_id, **said}
    pairs |= {"title_zh": finding.title_zh, "title_en": finding.title_en}
    with _changing(folder, "withdraw", "withdrawn.toml"):
        addresses.append(folder / "withdrawn.toml", addresses.table("withdrawn", pairs))
    _page(folder, "withdrawn.toml", f"finding-{finding.finding_id}")


def commands(app: typer.Typer) -> None:
    """Hang the commands onto the command line."""

    @app.command("correct")
    def correct_command(
        which: Id,
        place: Annotated[str, typer.Argument(help="figure_id or statement_id of the number.")],
        used: Annotated[str, typer.Argument(help="The value to use instead.")] = "",
        reason: Annotated[str, typer.Option(help="Why.")] = "",
        drop: Annotated[bool, typer.Option("--drop", help="Take the correction away.")] = False,
        date: Date = "",
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Use another value than the one printed; what is printed stays beside it."""
        if not drop and not (used and reason.strip()):
            fail(USAGE, "say the value to use and --reason, or --drop")
        why = words("--reason", reason)
        correct(_one(data, which), place, used, why, dated(date), drop)

    @app.command("reply")
    def reply_command(
        which: Id,
        finding: Annotated[str, typer.Argument(help="Id of the finding, or its address.")],
        by: Annotated[str, typer.Option(help="The department that explains.")],
        text: Annotated[str, typer.Option(help="The explanation, word by word.")] = "",
        file: Annotated[
            Path | None, typer.Option(help="A text file that holds the explanation.")
        ] = None,
        url: Annotated[str, typer.Option(help="Where it was published.")] = "",
        date: Date = "",
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Publish a department's own explanation beside a finding."""
        from finalaccounts.handtyped import TypedError, read_text

        try:
            told = read_text(file).strip() if file else words("--text", text)
        except TypedError as error:
            fail(UNREADABLE, f"{error}; nothing was written")
        if not told or not by.strip():
            fail(USAGE, "say the explanation with --text or --file, and --by whom")
        said = {"date": dated(date), "by": words("--by", by, 200), "text": told, "url": url}
        reply(_one(data, which), finding, said)

    @app.command("withdraw")
    def withdraw_command(
        which: Id,
        finding: Annotated[str, typer.Argument(help="Id of the finding, or its address.")],
        reason_zh: Annotated[str, typer.Option(help="Why, in Chinese.")],
        reason_en: Annotated[str, typer.Option(help="Why, in English.")],
        date: Date = "",
        data: Data = DATA,
        quiet: Quiet = False,
    ) -> None:
        """Take a finding back that was ours to get wrong; its address stays and says so."""
        if not (reason_zh.strip() and reason_en.strip()):
            fail(USAGE, "say why, in both languages")
        said = {
            "date": dated(date),
            "reason_zh": words("--reason-zh", reason_zh),
            "reason_en": words("--reason-en", reason_en),
        }
        withdraw(_one(data, which), finding, said)
