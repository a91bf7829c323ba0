"""DOC, WPS, RTF, ET and OpenDocument: converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from finalaccounts.extract.docx import read_docx
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.xlsx import read_xlsx
from finalaccounts.model import Document, Source

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 180
_SHEETS = ("application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet")


def read_office(source: Source) -> Document:
    """Convert to DOCX or XLSX and read that; the document keeps the name of the file received.

    Raises ExtractError when LibreOffice is not installed, fails, or takes too long.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    kind = "xlsx" if source.media_type in _SHEETS else "docx"
    if program is None:
        raise ExtractError(
            f"{source.file}: {source.media_type} is read through LibreOffice, which is not "
            f"installed; install it, or save the file as {kind.upper()} or PDF"
        )
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        work = Path(folder)
        given = work / f"given{Path(source.file).suffix or '.doc'}"
        given.write_bytes(source.data)
        command = [
            program,
            # A profile of its own: no macros of the user's, and several can run at once.
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(work / "out"),
            str(given),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ExtractError(
                f"{source.file}: LibreOffice could not convert it: {error}"
            ) from error
        made = work / "out" / f"given.{kind}"
        if not made.is_file():
            said = done.stderr.decode("utf-8", "replace").strip()[-300:]
            raise ExtractError(f"{source.file}: LibreOffice could not convert it: {said!r}")
        converted = replace(source, data=made.read_bytes())
    return (read_xlsx if kind == "xlsx" else read_docx)(converted)
