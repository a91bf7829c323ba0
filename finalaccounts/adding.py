"""The command ``add``: each report becomes a folder of ``data/reports/``, whole or not at all."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.progress import track

from finalaccounts import certificate, gathering, identity, package, superseding, terminal
from finalaccounts.exits import UNREADABLE, USAGE, set_aside
from finalaccounts.home import command
from finalaccounts.loading import folders
from finalaccounts.model import Meta, Reconciled, Report
from finalaccounts.normalize.titles import fold, same, without_scope
from finalaccounts.paths import PathError, report_folder
from finalaccounts.reading import write
from finalaccounts.reconcile import reconcile
from finalaccounts.reference.places import UNKNOWN
from finalaccounts.say import plain, problems, say
from finalaccounts.worker import Worker

Apart = Worker[..., tuple[Report, Reconciled]]
# What is said of one report; of many, only where they are may be said.
_OF_ONE = {"entity": "--entity", "slug": "--slug", "fiscal_year": "--year", "url": "--url"}
# Reports are made here, in a folder that nothing else looks into, and moved to their place whole.
_NEW = ".new"


class AddError(ValueError):
    """A report cannot be added: the message says why; ``code`` is the exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class _There(AddError):
    """The report is there already, with the same content."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A report that is made and can be moved to its place."""

    folder: Path
    made: Path
    report: Report
    built: Reconciled
    names: str
    superseded: superseding.Superseded | None = None


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)


def add(
    given: Sequence[Path], said: Mapping[str, Any], data: Path, apart: Apart, dry: bool = False
) -> int:
    """Add the reports of the files and folders ``given`` below ``data``; return the exit code.

    ``said`` is what the maintainer says of them; ``apart`` reads and checks in another process;
    with ``dry`` all is done but the writing. Of one report AddError is raised; of many, those that
    cannot be added are listed and the others are added.
    """
    wrong: list[AddError] = []
    there: list[str] = []
    ready: list[_Ready] = []
    try:
        with apart as read:
            groups = _groups(given, read, wrong, there)
            one = len(groups) + len(wrong) == 1
            if not one and (kept := [_OF_ONE[key] for key in _OF_ONE if said.get(key)]):
                raise AddError(
                    USAGE,
                    f"{', '.join(kept)}: can be said of one report only, and these files are "
                    f"{len(groups) + len(wrong)}; add it apart\nnothing was added",
                )
            for group in track(groups, "checking", console=say, transient=True, disable=one):
                try:
                    ready.append(_made(group, said, data, read, one))
                except _There as error:
                    if one and not there:
                        raise AddError(USAGE, f"{error}\nnothing was added") from error
                    there.append(str(error))
                except AddError as error:
                    wrong.append(error)
        _one_each(ready, wrong)
        if one and wrong:
            raise AddError(wrong[0].code, f"{wrong[0]}\nnothing was added")
        for item in ready if not dry else ():
            _move(item)
    finally:
        shutil.rmtree(data / "reports" / _NEW, ignore_errors=True)
    _tell(ready, wrong, there, data, dry)
    return max((error.code for error in wrong), default=0)


def _groups(
    given: Sequence[Path], read: Apart, wrong: list[AddError], there: list[str]
) -> list[tuple[gathering.Part, ...]]:
    """Read every file alone, and return those of one report together."""
    try:
        paths = gathering.files(given)
    except PathError as error:
        raise AddError(USAGE, str(error)) from error
    parts: list[gathering.Part] = []
    seen: dict[str, Path] = {}
    for path in track(paths, "reading", console=say, transient=True, disable=len(paths) == 1):
        try:
            report, _ = read([path], stored=True)
        except ValueError as error:
            wrong.append(AddError(UNREADABLE, set_aside(error, path)))
            continue
        first = seen.setdefault(report.meta.sources[0].sha256, path)
        if first != path:
            there.append(f"{path}: the same content as {first}")
        else:
            parts.append(gathering.Part(path, report))
    groups, unsure = gathering.grouped(parts)
    wrong += [AddError(USAGE, sentence) for sentence in unsure]
    return groups


def _settled(meta: Meta, said: Mapping[str, Any], one: bool) -> Meta:
    if not one and meta.division != UNKNOWN:  # of many, only what the text leaves open is said
        said = {key: value for key, value in said.items() if key != "division"}
    ask = typer.prompt if one and sys.stdin.isatty() else None
    return identity.settle(meta, said, ask)


def _made(
    group: Sequence[gathering.Part], said: Mapping[str, Any], data: Path, read: Apart, one: bool
) -> _Ready:
    """Make the report of a group of files; raises AddError, and then it is left out."""
    files = [part.path for part in group]
    try:
        report = group[0].report if len(group) == 1 else read(files, stored=True)[0]
        meta = _settled(report.meta, said, one)
        if there := identity.same_content(meta, folders(data)):
            raise _There(USAGE, there)
        if meta.fiscal_year != report.meta.fiscal_year:  # sentences are understood by their year
            report, _ = read(files, known=meta, stored=True)
        report = replace(report, meta=meta)
        folder = report_folder(data, meta.division, meta.slug, meta.fiscal_year or 0)
        if not said.get("slug"):
            _same_entity(meta, folder.parent)
        made = data / "reports" / _NEW / Path(*folder.parts[-3:])
        if folder.exists():
            done = superseding.prepare(folder, made, files, meta, read)
            return _Ready(folder, made, done.report, done.built, _names(files), done)
        for path, source in zip(files, meta.sources, strict=True):
            package.write_text(made / source.file, path.read_bytes())
    except (identity.IdentityError, superseding.SupersedeError, PathError) as error:
        raise AddError(USAGE, f"{_names(files)}: {error}") from error
    except AddError:
        raise
    except ValueError as error:
        raise AddError(UNREADABLE, set_aside(error, *files)) from error
    package.write_text(made / "source.toml", certificate.to_text(meta))
    write(made, report)
    return _Ready(folder, made, report, reconcile(report), _names(files))


def _name(meta: Meta) -> str:
    return without_scope(fold(meta.entity))[0]


def _same_entity(meta: Meta, department: Path) -> None:
    """Refuse to put two entities under one address, whose years would read as one trend.

    Two places that no list knows, added with one ``--division``, come here; a department that was
    renamed is said by ``--slug``.
    """
    for there in folders(department.parents[2]):
        if there.parent != department:
            continue
        try:
            other = certificate.read(there / "source.toml")
        except certificate.CertificateError:
            continue  # named by check and build
        if not same(_name(meta), _name(other)):
            raise identity.IdentityError(
                f"{meta.entity}: the address {'/'.join(department.parts[-2:])} is that of "
                f"{other.entity} ({there.name}); say another --slug, or the same one where the "
                "department was renamed"
            )


def _one_each(ready: list[_Ready], wrong: list[AddError]) -> None:
    """Leave out reports that would share a folder, and entities that would share an address."""
    for department in sorted({item.folder.parent for item in ready}):
        here = [item for item in ready if item.folder.parent == department]
        first = _name(here[0].report.meta)
        if any(not same(first, _name(item.report.meta)) for item in here):
            _leave_out(
                here,
                ready,
                wrong,
                f"different entities with the address {'/'.join(department.parts[-2:])}; "
                "add them apart, each with its own --division or --slug",
            )
            continue
        for folder in sorted({item.folder for item in here}):
            both = [item for item in here if item.folder == folder]
            if len(both) > 1:
                _leave_out(
                    both,
                    ready,
                    wrong,
                    f"both are {both[0].report.meta.report_id}, and which is in force is not "
                    "certain; add the earlier one, then the later one",
                )


def _leave_out(
    items: Sequence[_Ready], ready: list[_Ready], wrong: list[AddError], why: str
) -> None:
    wrong.append(AddError(USAGE, f"{'; '.join(item.names for item in items)}: {why}"))
    for item in items:
        ready.remove(item)


def _move(item: _Ready) -> None:
    """Move a report to its place; one that was there stays until the new one stands."""
    item.folder.parent.mkdir(parents=True, exist_ok=True)
    if not item.folder.exists():
        item.made.rename(item.folder)
        return
    was = item.folder.with_name(f".{item.folder.name}.was")
    shutil.rmtree(was, ignore_errors=True)
    item.folder.rename(was)
    item.made.rename(item.folder)
    shutil.rmtree(was)


def _tell(
    ready: Sequence[_Ready],
    wrong: Sequence[AddError],
    there: Sequence[str],
    data: Path,
    dry: bool,
) -> None:
    """Print the closing table, what to look at, what was left out, and what to do next."""
    to = str(ready[0].folder) if len(ready) == 1 else f"{data / 'reports'} ({len(ready)} reports)"
    if ready:
        title = f"would be added to {to}" if dry else f"added to {to}"
        terminal.summary(title, [(item.report, item.built) for item in ready])
    for item in ready:
        if item.superseded:
            name = item.report.meta.report_id
            terminal.cells(f"{name} was there; what changes", item.superseded.cells)
            problems(f"{name}: build stops until this fits:", item.superseded.warnings)
        for warning in item.report.meta.found.get("warnings", ()):
            say.print(f"[yellow]please check:[/] {plain(f'{item.names}: {warning}')}")
    if there:
        say.print("there already, left as it is:")
        for sentence in there:
            say.print(f"  {plain(sentence)}")
    problems("could not be added:", [str(error) for error in wrong])
    if dry:
        say.print("nothing was written (--dry-run)")
    elif ready:
        say.print(f"next: look at them with `git status` and `git diff`, then `{command()} build`")
