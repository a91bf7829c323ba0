"""The command ``add``: each report becomes a folder of ``data/reports/``, whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.progress import track

from finalaccounts import (
    certificate,
    closing,
    gathering,
    identity,
    journal,
    package,
    plausible,
    reference,
    superseding,
)
from finalaccounts.exchange import NEW, changing, take_place
from finalaccounts.exits import UNREADABLE, USAGE, set_aside
from finalaccounts.home import command
from finalaccounts.model import Meta, Reconciled, Report
from finalaccounts.normalize.titles import same
from finalaccounts.paths import PathError, report_folder
from finalaccounts.reading import write
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import new_places
from finalaccounts.reference.places import UNKNOWN, divisions
from finalaccounts.say import plain, say
from finalaccounts.worker import Worker

Apart = Worker[..., tuple[Report, Reconciled]]
# What is said of one report; of many, only where they are may be said.
_OF_ONE = {"entity": "--entity", "slug": "--slug", "fiscal_year": "--year", "url": "--url"}


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


@dataclass(frozen=True, slots=True)
class How:
    """How reports are added: all but the writing, what looks wrong too, told as JSON."""

    dry: bool = False
    anyway: bool = False
    as_json: bool = False


def add(
    given: Sequence[Path], said: Mapping[str, Any], data: Path, apart: Apart, how: How | None = None
) -> int:
    """Add the reports of the files and folders ``given`` below ``data``; return the exit code.

    ``said`` is what the maintainer says of them; ``apart`` reads and checks in another process.
    Of one report AddError is raised; of many, those that cannot be added are listed and the others
    are added.
    """
    how = how or How()
    wrong: list[AddError] = []
    there: list[str] = []
    ready: list[_Ready] = []
    _new_place(said)
    known = identity.filed(data)
    with changing(data, lambda text: say.print(plain(text))):
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
                    ready.append(_made(group, said, data, known, read, one))
                except _There as error:
                    if one and not there:
                        raise AddError(USAGE, f"{error}\nnothing was added") from error
                    there.append(str(error))
                except AddError as error:
                    wrong.append(error)
        _one_each(ready, wrong)
        if not how.anyway:
            _doubt(ready, wrong, data, one)
        if one and wrong:
            raise AddError(wrong[0].code, f"{wrong[0]}\nnothing was added")
        if ready and not how.dry:
            touched = [*(item.folder for item in ready), data / reference.PLACES]
            with journal.recorded(data, f"add {_names(given)}", touched):
                for item in ready:
                    take_place(item.made, item.folder)
                new_places.keep(data)
    added, errors = [_added(item) for item in ready], [str(error) for error in wrong]
    if how.as_json:
        closing.as_json(added, errors, there, how.dry)
    else:
        closing.tell(added, errors, there, data, how.dry)
    return max((error.code for error in wrong), default=0)


def _new_place(said: Mapping[str, Any]) -> None:
    """Take the place that ``--place`` names as known, with the code of ``--division``."""
    if name := said.get("place"):
        code = str(said.get("division") or "")
        if told := new_places.wrong(code, name, divisions()):
            raise AddError(USAGE, f"--place {name!r} --division {code!r}: {told}")
        new_places.say(code, name)


def _added(item: _Ready) -> closing.Added:
    was = item.superseded
    cells, unfit = (was.cells, was.warnings) if was else (None, ())
    return closing.Added(item.folder, item.names, item.report, item.built, cells, unfit)


def _doubt(ready: list[_Ready], wrong: list[AddError], data: Path, one: bool) -> None:
    """Leave out reports that do not look as if they had been read right; on a terminal, ask."""
    errors = [plausible.count_errors(item.built) for item in ready]
    for number, item in reversed(list(enumerate(ready))):
        others = [*errors[:number], *errors[number + 1 :]]
        found = list(plausible.doubts(item.report, item.built, others, data))
        if not found:
            continue
        code = UNREADABLE if any(nothing for nothing, _ in found) else USAGE
        told = f"{item.names}: does not look right: {'; '.join(said for _, said in found)}"
        if one and sys.stdin.isatty() and typer.confirm(f"{told}; add it all the same?"):
            continue
        wrong.append(
            AddError(
                code,
                f"{told}; look at it with `{command()} explain`, or add it with --anyway",
            )
        )
        ready.remove(item)


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
            report, built = read([path], stored=True)
        except ValueError as error:
            wrong.append(AddError(UNREADABLE, set_aside(error, path)))
            continue
        first = seen.setdefault(report.meta.sources[0].sha256, path)
        if first != path:
            there.append(f"{path}: the same content as {first}")
        else:
            parts.append(gathering.Part(path, report, built))
    groups, unsure = gathering.grouped(parts)
    wrong += [AddError(USAGE, sentence) for sentence in unsure]
    return groups


def _settled(meta: Meta, said: Mapping[str, Any], one: bool) -> Meta:
    if not one and meta.division != UNKNOWN:  # of many, only what the text leaves open is said
        said = {key: value for key, value in said.items() if key != "division"}
    ask = typer.prompt if one and sys.stdin.isatty() else None
    return identity.settle(meta, said, ask)


def _made(
    group: Sequence[gathering.Part],
    said: Mapping[str, Any],
    data: Path,
    known: Mapping[Path, Meta],
    read: Apart,
    one: bool,
) -> _Ready:
    """Make the report of a group of files; raises AddError, and then it is left out.

    ``known`` are the reports that are filed.
    """
    files = [part.path for part in group]
    try:
        first = group[0]
        alone = (first.report, first.built)
        report, built = alone if len(group) == 1 else read(files, stored=True)
        meta = _settled(report.meta, said, one)
        if there := identity.same_content(meta, known):
            raise _There(USAGE, there)
        if meta.fiscal_year != report.meta.fiscal_year:  # sentences are understood by their year
            report, _ = read(files, known=meta, stored=True)
        if report.meta != meta:
            report = replace(report, meta=meta)
            built = reconcile(report)
        folder = report_folder(data, meta.division, meta.slug, meta.fiscal_year or 0)
        if not said.get("slug"):
            identity.same_entity(meta, folder.parent, known)
        made = data / "reports" / NEW / Path(*folder.parts[-3:])
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
    return _Ready(folder, made, report, built, _names(files))


def _one_each(ready: list[_Ready], wrong: list[AddError]) -> None:
    """Leave out reports that would share a folder, and entities that would share an address."""
    for department in sorted({item.folder.parent for item in ready}):
        here = [item for item in ready if item.folder.parent == department]
        first = identity.name(here[0].report.meta)
        if any(not same(first, identity.name(item.report.meta)) for item in here):
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
