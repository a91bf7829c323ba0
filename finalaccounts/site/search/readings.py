"""Pinyin: how names are read, without tones, with every reading of every character."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from finalaccounts.reference import load_csv
from finalaccounts.reference.places import PlaceReading


def _letters(reading: str) -> str:
    return "".join(ch for ch in reading.lower().replace("\u00fc", "v") if "a" <= ch <= "z")


@cache
def readings(ch: str) -> tuple[str, ...]:
    """Return every reading of a character, the usual one first; nothing for other characters."""
    from pypinyin import Style, pinyin  # slow to import: not where nothing is spelt

    found = pinyin(ch, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(r for r in map(_letters, found[0] if found else ()) if r))


def spell(text: str) -> list[str]:
    """Return the syllables of the Han characters of ``text``, as words are read."""
    from pypinyin import lazy_pinyin

    return [s for s in map(_letters, lazy_pinyin(text, errors="ignore")) if s]


def table(characters: Iterable[str]) -> str:
    """Return a line ``character reading reading …`` per character that has a reading.

    The readings that ``pinyin.csv`` gives a character within a name are among them.
    """
    special: dict[str, list[str]] = {}
    for row in load_csv("pinyin.csv", PlaceReading):
        for ch, syllable in zip(row.name, _cut(row.name, row.pinyin), strict=False):
            special.setdefault(ch, []).append(syllable)
    lines = []
    for ch in sorted(set(characters)):
        every = dict.fromkeys((*readings(ch), *sorted(special.get(ch, ()))))
        if every:
            lines.append(" ".join((ch, *every)))
    return "\n".join(lines)


def sounds() -> str:
    """Return a line ``syllable characters`` per syllable, over the characters of GB 2312.

    What a reader mistypes is often read like what was meant, and in no name at all.
    """
    known: dict[str, list[str]] = {}
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            ch = bytes((high, low)).decode("gb2312", errors="ignore")
            for reading in readings(ch) if ch else ():
                known.setdefault(reading, []).append(ch)
    return "\n".join(f"{syllable} {''.join(known[syllable])}" for syllable in sorted(known))


def _cut(name: str, whole: str) -> list[str]:
    """Cut a name's reading into its characters' syllables, with as few new readings as may be."""
    best: list[tuple[int, list[str]]] = []

    def walk(at: int, rest: str, new: int, done: list[str]) -> None:
        if at == len(name):
            if not rest:
                best.append((new, done))
            return
        for size in range(1, min(6, len(rest)) + 1):
            head = rest[:size]
            walk(at + 1, rest[size:], new + (head not in readings(name[at])), [*done, head])

    walk(0, whole, 0, [])
    return min(best, default=(0, []), key=lambda pair: pair[0])[1]
