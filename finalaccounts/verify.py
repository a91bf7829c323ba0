"""Does what was read stand where it is said to stand? An independent look at a report's folder.

Nothing of the readers is used here: hashes are those of the bytes on disk, and a number counts as
standing in its line when its own digits are printed there, with at most spaces and separators
between them and no further digit beside them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from finalaccounts.home import command
from finalaccounts.model import Document, Figure, Fund, Indicator, Meta, Report, Statement
from finalaccounts.paths import regular

SUMS = "SHA256SUMS"
# Lines over which a number or a name that begins in one may go on.
_ON = 3
_BETWEEN = r"[\s,\u3001]*"
_DASHES = "-\u2010-\u2015\u2212\u4e00\u2500"
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")  # of another script
# Groups of three digits with a separator behind them; an amount with decimals has none.
_GROUPS, _LONGEST = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})*,\Z"), 40
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})


def written(folder: Path) -> list[Path]:
    """Return the files of a report's folder that the program wrote and nobody edits."""
    typed = {"corrections.csv"}
    csvs = (path for path in folder.glob("*.csv") if path.name not in typed)
    return sorted((*csvs, *folder.glob("*.lines.txt"), *folder.glob("*.ocr.json")))


def sums(folder: Path) -> str:
    """Return the list of hashes of what the program wrote, as ``sha256sum -c`` reads it."""
    return "".join(f"{_hash(path)}  {path.name}\n" for path in written(folder))


def bytes_changed(folder: Path, meta: Meta) -> Iterator[str]:
    """Yield what of a folder is not as it was received or written."""
    for source in meta.sources:
        path = folder / source.file
        if not path.is_file() or regular(path, folder):
            yield f"{source.file}: not there as a file of this folder"
        elif _hash(path) != source.sha256:
            yield f"{source.file}: its sha256 is not the one in source.toml; it was changed"
    try:
        listed = (folder / SUMS).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        yield f"{SUMS}: not there or not readable; `{command()} refresh` writes it"
        return
    known = dict(line.split("  ", 1)[::-1] for line in listed if "  " in line)
    there = {path.name: path for path in written(folder)}
    for name in sorted(known.keys() | there.keys()):
        if name not in there:
            yield f"{name}: not there"
        elif known.get(name) != _hash(there[name]):
            yield (
                f"{name}: changed since it was written; `{command()} refresh` reads the "
                "report again, corrections.csv holds another value than the one printed"
            )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def misplaced(report: Report) -> Iterator[str]:
    """Yield every figure, statement and indicator that does not stand at its place."""
    texts = {document.source: _Text(document) for document in report.documents}
    for figure in report.figures:
        if not _figure_stands(figure, texts):
            yield _said(figure.figure_id, figure.printed or figure.state, figure)
    for statement in report.statements:
        if not _statement_stands(statement, texts):
            yield _said(statement.statement_id, str(statement.amount), statement)
    for fund in report.funds:
        if not _stands(fund.printed, texts[fund.source].window(fund.source_line)):
            key = f"{fund.evaluation_id}.{fund.origin}.{fund.column}"
            yield _said(key, fund.printed, fund)
    forms = {form.evaluation_id: form for form in report.evaluations}
    for indicator in report.indicators:
        text, form = texts[indicator.source], forms[indicator.evaluation_id]
        if not _words_stand(indicator.level3[:2], text, indicator.source_line):
            yield _said(indicator.indicator_id, indicator.level3, indicator)
        whole = text.window(form.first_line, form.last_line - form.first_line)[0]
        for printed in (indicator.weight, indicator.score):
            pattern = _number(printed)
            if pattern is not None and not pattern.search(whole):
                yield _said(indicator.indicator_id, printed, indicator)


def _said(key: str, what: str, row: Figure | Fund | Indicator | Statement) -> str:
    return f"{key}: {what!r} does not stand in {row.source}, line {row.source_line}"


class _Text:
    """The lines of a source, folded in width; a window is a line and those it may go on in."""

    def __init__(self, document: Document) -> None:
        self.lines = [line.text for line in document.lines]

    def window(self, number: int, on: int = _ON) -> tuple[str, int]:
        """Return a line with those after it, and how long the line itself is."""
        lines = [_folded(text) for text in self.lines[number - 1 : number + on]]
        return "\n".join(lines), len(lines[0]) if lines else 0


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), plain)


@lru_cache(maxsize=8192)
def _number(printed: str) -> re.Pattern[str] | None:
    digits = re.sub(r"[\s,\u3001]", "", _folded(printed))
    if not re.search("[0-9]", digits):
        return None
    inner = _BETWEEN.join(map(re.escape, digits))
    # 06 is printed for 6, .53 for 0.53: zeros before a number are no part of its value.
    inner = f"0*{inner[1:]}" if digits.startswith("0.") else f"0*{inner}"
    return re.compile(rf"(?<![0-9])(?<![0-9]\.){inner}(?![0-9]|\.[0-9])")


def _stands(printed: str, window: tuple[str, int]) -> bool:
    pattern = _number(printed)
    text, own = window
    if pattern is None:
        return False
    found = (m for m in pattern.finditer(text) if not _ends_a_longer(m, text))
    return any(m.start() <= own for m in found)


def _ends_a_longer(found: re.Match[str], text: str) -> bool:
    """Tell whether three digits right behind a separator are the end of a longer number."""
    if not re.match("[0-9]{3}(?![0-9])", found[0]):
        return False
    return bool(_GROUPS.search(text, max(0, found.start() - _LONGEST), found.start()))


def _figure_stands(figure: Figure, texts: dict[str, _Text]) -> bool:
    window = texts[figure.source].window(figure.source_line)
    if figure.state == "printed":
        return _stands(figure.printed, window)
    if figure.state == "dash":
        return bool(re.search(f"[{_DASHES}]", window[0][: window[1]]))
    return True


def _statement_stands(statement: Statement, texts: dict[str, _Text]) -> bool:
    text = texts[statement.source]
    window = text.window(statement.source_line)
    if isinstance(statement.amount, Decimal) and _stands(format(statement.amount, "f"), window):
        return True
    # An amount in words (numerals, "the same as last year"): its quote must stand there.
    return not re.search("[0-9]", _folded(statement.quote)) and _words_stand(
        statement.quote, text, statement.source_line
    )


def _words_stand(words: str, text: _Text, number: int) -> bool:
    around = text.lines[max(0, number - 1 - _ON) : number + _ON]
    return _bare(words) in _bare("".join(around)) if words else True


def _bare(words: str) -> str:
    return re.sub(r"\s", "", _folded(words))


def faults(report: Report, folder: Path) -> Sequence[str]:
    """Return everything about a report that is not as it is said to be."""
    return (*bytes_changed(folder, report.meta), *misplaced(report))
