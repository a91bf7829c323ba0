"""Exit codes of the command line, and what is said of every error that ends it.

0 done (whatever was found in a report), 1 internal error, 2 wrong usage, 3 a file could not be read
or is no final accounts of a department.
"""

from __future__ import annotations

from pathlib import Path

from finalaccounts import certificate, package
from finalaccounts.characters import visible
from finalaccounts.collect import CollectError
from finalaccounts.exit_codes import INTERNAL, OK, UNREADABLE, USAGE
from finalaccounts.extract import ExtractError
from finalaccounts.handtyped import TypedError
from finalaccounts.integrity import IntegrityError
from finalaccounts.limits import LimitError
from finalaccounts.normalize import RefusedError
from finalaccounts.paths import PathError
from finalaccounts.reference import ReferenceDataError
from finalaccounts.responses import ResponseError
from finalaccounts.say import loud, plain
from finalaccounts.site import PublishError
from finalaccounts.site.check import LinkError
from finalaccounts.worker import FaultError, fault

__all__ = ["INTERNAL", "OK", "UNREADABLE", "UNREADABLE_ERRORS", "USAGE", "set_aside", "told"]

# What one report can be left out for; everything else ends the command.
UNREADABLE_ERRORS: tuple[type[Exception], ...] = (
    CollectError,
    ExtractError,
    RefusedError,
    LimitError,
    FaultError,
    PathError,
    TypedError,
    IntegrityError,
    package.PackageError,
    certificate.CertificateError,
)

_FAULT = (
    "internal error: {kind}: {}\n"
    "this is a fault of the program; MINGZHANG_TRACE=1 shows where it happened"
)
_SAID: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int, str], ...] = (
    (UNREADABLE_ERRORS, UNREADABLE, "{}"),
    (ResponseError, INTERNAL, "a response does not fit, nothing was built:\n{}"),
    (ReferenceDataError, INTERNAL, "reference data is wrong, nothing was built:\n{}"),
    (PublishError, USAGE, "{}"),
    (LinkError, INTERNAL, "{}\nthe site was written, but is not whole"),
    (OSError, INTERNAL, "{}; nothing that was there is lost"),
    (Exception, INTERNAL, _FAULT),
)


def set_aside(error: Exception, *paths: Path) -> str:
    """Return what is said of the files left out for an error; wrong reference data is raised.

    Any error sets one report aside and no other, one that nobody expected too.
    """
    if isinstance(error, ReferenceDataError):
        raise error
    said = visible(str(error if isinstance(error, UNREADABLE_ERRORS) else fault(error)))
    named = any(visible(path.name) in said for path in paths)
    return said if named else f"{', '.join(visible(str(path)) for path in paths)}: {said}"


def told(error: Exception) -> int:
    """Say what went wrong; return the exit code."""
    code, words = next((code, said) for kinds, code, said in _SAID if isinstance(error, kinds))
    loud.print(f"[bold red]{plain(words.format(error, kind=type(error).__name__))}[/]")
    return code
