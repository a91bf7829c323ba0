"""Exit codes of the command line, and what is said of every error that ends it.

0 done (whatever was found in a report), 1 internal error, 2 wrong usage, 3 a file could not be read
or is no final accounts of a department.
"""

from __future__ import annotations

from rich.markup import escape

from finalaccounts import certificate, package
from finalaccounts.collect import CollectError
from finalaccounts.extract import ExtractError
from finalaccounts.normalize import RefusedError
from finalaccounts.reference import ReferenceDataError
from finalaccounts.responses import ResponseError
from finalaccounts.site import PublishError
from finalaccounts.site.check import LinkError
from finalaccounts.terminal import say

OK, INTERNAL, USAGE, UNREADABLE = 0, 1, 2, 3
# What one report can be left out for; everything else ends the command.
UNREADABLE_ERRORS = (
    CollectError,
    ExtractError,
    RefusedError,
    package.PackageError,
    certificate.CertificateError,
)

_FAULT = (
    "internal error: {kind}: {}\n"
    "this is a fault of the program; MINGZHANG_TRACE=1 shows where it happened"
)
_SAID: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int, str], ...] = (
    (UNREADABLE_ERRORS, UNREADABLE, "{}"),
    (ReferenceDataError, INTERNAL, "reference data is wrong, nothing was built:\n{}"),
    (ResponseError, INTERNAL, "a response is wrong, nothing was built:\n{}"),
    (PublishError, USAGE, "{}"),
    (LinkError, INTERNAL, "{}\nthe site was written, but is not whole"),
    (OSError, INTERNAL, "{}; nothing that was there is lost"),
    (Exception, INTERNAL, _FAULT),
)


def told(error: Exception) -> int:
    """Say what went wrong; return the exit code."""
    code, words = next((code, said) for kinds, code, said in _SAID if isinstance(error, kinds))
    say.print(f"[bold red]{escape(words.format(error, kind=type(error).__name__))}[/]")
    return code
