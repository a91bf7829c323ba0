"""The command ``add``: a report becomes a folder of ``data/reports/``, or nothing is written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from finalaccounts import certificate, identity, package, terminal
from finalaccounts.exits import UNREADABLE, USAGE, set_aside
from finalaccounts.loading import folders
from finalaccounts.model import Reconciled, Report
from finalaccounts.paths import PathError, report_folder
from finalaccounts.reading import write
from finalaccounts.reconcile import reconcile
from finalaccounts.say import plain, say
from finalaccounts.worker import Worker


class AddError(ValueError):
    """A report cannot be added: the message says why; ``code`` is the exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def fail(code: int, message: str) -> AddError:
    """Return the error that ends the command."""
    return AddError(code, message)


def add(
    files: Sequence[Path],
    said: Mapping[str, Any],
    data: Path,
    apart: Worker[..., tuple[Report, Reconciled]],
) -> None:
    """Add the report of ``files`` below ``data``; ``said`` is what the maintainer says of it.

    ``apart`` reads and checks in another process. Raises AddError; then nothing was written.
    """
    try:
        with apart as examined_apart:
            report, _ = examined_apart(files, stored=True)
            ask = typer.prompt if sys.stdin.isatty() else None
            meta = identity.settle(report.meta, said, ask)
            if meta.fiscal_year == report.meta.fiscal_year:
                report = replace(report, meta=meta)
            else:  # sentences are understood by their year
                report, _ = examined_apart(files, known=meta, stored=True)
        folder = report_folder(data, meta.division, meta.slug, meta.fiscal_year or 0)
    except identity.IdentityError as error:
        raise fail(
            USAGE, f"{', '.join(path.name for path in files)}: {error}\nnothing was added"
        ) from error
    except PathError as error:
        raise fail(USAGE, f"{error}\nnothing was added") from error
    except ValueError as error:
        raise fail(UNREADABLE, set_aside(error, *files)) from error
    if there := identity.same_content(meta, folders(data)):
        raise fail(USAGE, f"{there}\nnothing was added")
    if folder.exists():
        raise fail(
            USAGE,
            f"{folder} is there already; a corrected report is added by hand: CONTRIBUTING.md",
        )
    # Written beside its place and moved there whole: a report is added, or it is not.
    made = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    for path, source in zip(files, meta.sources, strict=True):
        package.write_text(made / source.file, path.read_bytes())
    package.write_text(made / "source.toml", certificate.to_text(meta))
    write(made, report)
    made.rename(folder)
    terminal.summary(f"added to {folder}", [(report, reconcile(report))])
    for warning in meta.found.get("warnings", ()):
        say.print(f"[yellow]please check:[/] {plain(str(warning))}")
