"""Which pages exist in which language: Chinese at the root, a further language below its folder.

Addresses in page contexts are those of the root; the shell turns them into the reader's language
where such a page exists (``prefix`` and ``untranslated`` of the language's catalogue).
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

from finalaccounts.reference.codes import english_names
from finalaccounts.reference.findings import findings
from finalaccounts.render.words import Words

FIRST = "zh"
LANGUAGES: tuple[str, ...] = (FIRST, "en")

_TEXT = re.compile(r"(<(script|style|title)\b.*?</\2>|<svg\b.*?</svg>)|(<[^<>]*>)([^<>]*)", re.S)
# Chinese characters with what stands between them: signs, digits, spaces.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(
    rf"[\u2018-\u201d\u300a\uff08]*[{_HAN}](?:[{_HAN}\u2018-\u201d\u3001-\u3003\u3008-\u3011\uff00-\uff65"
    rf"0-9 .\-]*[{_HAN}\u201d\u3002\u300b\uff09])?"
)


def translated(path: str, words: Words) -> bool:
    """Tell whether the page at ``path`` (from the root) exists in the language of ``words``."""
    page = path.partition("#")[0]
    if not words.prefix:
        return True
    return page.endswith(".html") and not any(fnmatchcase(page, p) for p in words.untranslated)


def address(path: str, words: Words) -> str:
    """Return where ``path`` stands for a reader: the page in the language, else the first one."""
    return f"{words.prefix}{path}" if translated(path, words) else path


def glosses(words: Words) -> dict[str, str]:
    """Return the names of lines and codes in another language than that of the reports."""
    if words.key == FIRST:
        return {}
    return {key: words.lines[key] for key in words.lines.keys()} | english_names()  # noqa: SIM118


def title(table: str, printed: str, words: Words) -> str:
    """Return the printed title of a table, in another language after its name there."""
    name = words.table_names.get(table)
    return printed if words.key == FIRST or not name else f"{name} ({printed})"


@cache
def _unit() -> re.Pattern[str]:
    """Return the pattern of a unit behind a number or alone, not within Chinese words.

    What is quoted from a report stays as it is printed.
    """
    known = "|".join(sorted(map(re.escape, findings().units), key=len, reverse=True))
    after = f"[{_HAN}\u3001\u3002\uff0c\uff1b\u201d\uff09]"
    return re.compile(rf"(?:(?<=[0-9])|(?<=[ (])|^)(?<![{_HAN}])({known})(?!{after})")


def _units(text: str) -> str:
    """Return a text with its units of measure translated."""
    names = findings().units

    def put(unit: re.Match[str]) -> str:
        glued = unit.start() and text[unit.start() - 1].isdigit()
        return f"{' ' if glued else ''}{names[unit[1]]}"

    return _unit().sub(put, text)


def marked(html: str) -> str:
    """Return a page of another language with its Chinese text marked as Chinese (WCAG 3.1.2).

    Units of measure are no names: they are translated.
    """

    def mark(match: re.Match[str]) -> str:
        if match[1]:
            return re.sub(r"^<svg\b", '<svg lang="zh"', match[1])
        tag, text = match[3], _units(match[4])
        if not _RUN.search(text) or " lang=" in tag:
            return tag + text
        if _RUN.fullmatch(text.strip()) and tag[1] != "/" and not tag.startswith("<br"):
            return f"{tag[:-1]} lang=zh>{text}"
        if tag.startswith("<option"):
            return tag + text
        return tag + _RUN.sub(lambda run: f"<span lang=zh>{run[0]}</span>", text)

    return _TEXT.sub(mark, html)
