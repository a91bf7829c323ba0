"""Misprints of single numbers in the text of a report, before it is read.

Slips of the hand: one digit changed, two neighbouring digits swapped, one dropped, one doubled, the
point moved by one place, a digit changed in the whole part. The same seed gives the same misprints.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?![\d.%])")


@dataclass(frozen=True, slots=True)
class Misprint:
    """One number that is printed wrong."""

    line: int
    right: str
    wrong: str


def _slips(number: str, draw: random.Random) -> Iterator[str]:
    """Yield other prints of a number, each by one slip, in random order."""
    at = [n for n, ch in enumerate(number) if ch.isdigit()]
    ways = ["digit", "swapped", "dropped", "doubled", "point"]
    draw.shuffle(ways)
    for way in ways:
        n = draw.choice(at)
        if way == "digit":
            other = draw.choice([d for d in "0123456789" if d != number[n]])
            yield number[:n] + other + number[n + 1 :]
        elif way == "swapped" and n + 1 < len(number) and number[n + 1].isdigit():
            yield number[:n] + number[n + 1] + number[n] + number[n + 2 :]
        elif way == "dropped" and number.index(".") > 1 and n < number.index("."):
            yield number[:n] + number[n + 1 :]
        elif way == "doubled" and n < number.index("."):
            yield number[:n] + number[n] + number[n:]
        elif way == "point" and number.index(".") > 1:
            point = number.index(".")
            yield number[: point - 1] + "." + number[point - 1] + number[point + 1 : -1]


def misprinted(text: str, count: int, seed: int, *, tables: bool) -> tuple[str, list[Misprint]]:
    """Return the text with ``count`` numbers printed wrong, in tables or in running text.

    Fewer where the text does not hold so many; a line holds one at most.
    """
    draw = random.Random(seed)  # noqa: S311
    lines = text.split("\n")
    spots = [
        (n, match)
        for n, line in enumerate(lines)
        if ("\t" in line) == tables
        for match in _NUMBER.finditer(line)
    ]
    draw.shuffle(spots)
    done: list[Misprint] = []
    for n, match in spots:
        if len(done) == count:
            break
        number = match.group()
        if any(m.line == n + 1 for m in done) or not number.replace(".", "").strip("0,"):
            continue
        wrong = next((s for s in _slips(number, draw) if _differs(s, number)), "")
        if wrong:
            lines[n] = lines[n][: match.start()] + wrong + lines[n][match.end() :]
            done.append(Misprint(n + 1, number, wrong))
    return "\n".join(lines), done


def _differs(wrong: str, right: str) -> bool:
    """True when a slip is another number, well formed, by more than its last digit."""
    if not re.fullmatch(r"(?:0|[1-9][\d,]*)\.\d\d", wrong) or ",," in wrong:
        return False
    one, other = (int(n.replace(",", "").replace(".", "")) for n in (wrong, right))
    return abs(one - other) > 2
