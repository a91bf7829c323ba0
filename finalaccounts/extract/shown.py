"""What a spreadsheet shows for a value: the number format applied, exactly, in decimals.

Formats are those of ECMA-376 part 1, 18.8.30 (sections with conditions, digit places, literals,
fractions, dates). Only what decides the digits and signs is applied; colours, widths and fills are
dropped.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# A quoted or escaped literal, a dropped width or fill, a bracketed colour, condition or locale.
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
_DATE = re.compile(r"(?:y+|m+|d+|h+|s+|am/pm)", re.IGNORECASE)
_DIGITS = re.compile(r"(?:[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+),*")


def _sections(code: str) -> list[str]:
    """Split a format at its semicolons outside of quotes."""
    found = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])*(?:;|$)', code)
    # The end of the format matches once more, and is a section only behind a semicolon.
    ended = len(found) > 1 and not found[-2].endswith(";")
    return [part.removesuffix(";") for part in (found[:-1] if ended else found)]


def _literal(section: str) -> str:
    """Return the section with quotes and escapes resolved to private marks around literals."""
    out = []
    for match in _TOKEN.finditer(section):
        quoted, escaped, bracket, plain = match.groups()
        if quoted is not None:
            out.append("".join(f"\x01{ch}" for ch in quoted))
        elif escaped is not None:
            out.append(f"\x01{escaped}")
        elif bracket is not None:
            if bracket.startswith("$"):
                out.append("".join(f"\x01{ch}" for ch in bracket[1:].split("-")[0]))
        elif plain is not None:
            out.append(plain)
    return "".join(out)


def _unmarked(text: str) -> str:
    return text.replace("\x01", "")


def exact(value: float | int | Decimal) -> Decimal:
    """Return the decimal that a spreadsheet means by a binary number: 15 significant digits."""
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    return Decimal(value)


def plain_number(value: Decimal) -> str:
    """Return a number as shown without a format: no exponent, no trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# General, as Chinese and other versions name it.
_GENERAL = re.compile(r"\bG/[^\W\x00-\x7f]+")
# Characters that General shows, and decimals of an amount, which are kept whole.
_SHOWN, _MONEY = 11, 6


def _general(value: Decimal) -> str:
    """Return a number as General shows it: what is beyond any amount's decimals is rounded."""
    text = plain_number(value)
    whole, _, decimals = text.partition(".")
    if len(decimals) <= _MONEY:
        return text
    places = max(_SHOWN - 1 - len(whole.lstrip("-")), 0)
    return plain_number(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _placed(value: Decimal, digits: str) -> str:
    """Return ``value`` in a pattern of digit places such as ``#,##0.00``."""
    thousands = len(digits) - len(digits.rstrip(","))
    value = value.scaleb(-3 * thousands)
    whole, _, fraction = digits.rstrip(",").partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    left, _, right = format(rounded, "f").partition(".")
    least = whole.count("0")
    left = left.lstrip("0").zfill(least) if least else left.lstrip("0")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and right.endswith("0"):
        right, optional = right[:-1], optional - 1
    if "," in whole and left:
        left = f"{int(left):,}".zfill(len(left))
    return f"{left}.{right}" if right else left


_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


def _body(number: Decimal, bodies: Sequence[str]) -> str:
    """Return the section of a format that shows ``number``: by its condition, else by its sign."""
    conditions = [_CONDITION.search(body) for body in bodies[:2]]
    if not any(conditions):
        if number < 0 and len(bodies) > 1:
            return bodies[1]
        return bodies[2] if number == 0 and len(bodies) > 2 else bodies[0]
    for at, found in enumerate(conditions):
        if found and _HOLDS[found.group(1)](number, Decimal(found.group(2))):
            return bodies[at]
        # Without a condition the first section is for what is positive, the second for the rest,
        # or, where a third follows, for what is negative.
        if not found and (number > 0 if at == 0 else len(bodies) < 3 or number < 0):
            return bodies[at]
    return bodies[min(2, len(bodies) - 1)]


_COLOUR = re.compile(r"\[(?:colou?r *)?(\w+)\]", re.IGNORECASE)
# The colours that a format can name, and the first eight by number (ECMA-376 part 1, 18.8.27).
_COLOURS = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_COLOUR_NAMES = ("black", "white", "red", "green", "blue", "yellow", "magenta", "cyan")


def shown_colour(value: float | int | Decimal, code: str) -> str:
    """Return the colour (RRGGBB) in which a format shows a number, empty where it names none."""
    for found in _COLOUR.finditer(_body(exact(value), _sections(code)[:3])):
        name = found.group(1).lower()
        if name in _COLOUR_NAMES:
            return _COLOURS[_COLOUR_NAMES.index(name)]
        if name.isdigit() and 1 <= int(name) <= len(_COLOURS):
            return _COLOURS[int(name) - 1]
    return ""


def shown_text(value: str, code: str) -> str:
    """Return what a cell with number format ``code`` shows for a text: the fourth section."""
    sections = _sections(code)
    if len(sections) < 4:
        return value
    body = _literal(sections[3])
    return _unmarked(re.sub("(?<!\x01)@", lambda _: value, body)) if body else ""


def _fraction(number: Decimal, text: str) -> str:
    """Return ``number`` as a fraction with as many places below as the format has."""
    found = re.search(r"([0#?]+ +)?([0#?]+)\s*/\s*([0#?]+|\d+)", text)
    if found is None:
        return plain_number(number)
    below = found.group(3)
    value = Fraction(abs(number))
    if below.isdigit() and int(below):
        part = Fraction(round(value * int(below)), 1)
        over, under = int(part), int(below)
    else:
        near = value.limit_denominator(10 ** len(below) - 1)
        over, under = near.numerator, near.denominator
    sign = "-" if number < 0 else ""
    whole, over = divmod(over, under) if found.group(1) else (0, over)
    parts = ([str(whole)] if whole or not over else []) + ([f"{over}/{under}"] if over else [])
    return sign + " ".join(parts)


def shown_number(value: float | int | Decimal, code: str) -> str:
    """Return the text a cell with number format ``code`` shows for ``value``.

    A negative number keeps its sign: where the format tells it by brackets or a colour alone, a
    minus is written, for the value is known.
    """
    number = exact(value)
    code = _GENERAL.sub("General", code)
    if not code or code.lower().startswith("general") or code == "@":
        return _general(number)
    bodies = _sections(code)
    body = _body(number, bodies[:3])
    if not body:
        return ""
    text = _literal(body)
    if "general" in text.lower():
        return _general(number)
    negative = number < 0
    bare = re.sub(r"\x01.", "", text)
    number = abs(number) * 100 ** bare.count("%")
    masked = re.sub(r"\x01.", "\x02\x02", text)
    places = list(_DIGITS.finditer(masked))
    if not places:
        return _unmarked(text).strip()
    if re.search(r"[eE][+-]", bare):
        # Exponents: the value itself says more.
        return plain_number(exact(value))
    if "/" in bare:
        return _fraction(exact(value), bare)
    digits = _spread(number, [m.group() for m in places])
    out, at = "", 0
    for place, printed in zip(places, digits, strict=True):
        out += _unmarked(text[at : place.start()]) + printed
        at = place.end()
    out = (out + _unmarked(text[at:])).strip()
    if negative and any(ch not in "0.," for ch in "".join(digits)):
        out = re.sub(r"^\((.*)\)$", r"\1", out)
        return out if "-" in out else f"-{out}"
    return out


def _spread(value: Decimal, patterns: list[str]) -> list[str]:
    """Return ``value`` in several groups of places with literals between them (``0!.0,``, which
    shows tens of thousands): the last takes its digits, the first what is left."""
    if len(patterns) == 1:
        return [_placed(value, patterns[0])]
    out: list[str] = []
    places = sum(len(p.rstrip(",")) for p in patterns)
    left = _placed(abs(value), "0" * places + "," * patterns[-1].count(","))
    for pattern in reversed(patterns[1:]):
        size = len(pattern.rstrip(","))
        left, group = left[:-size], left[-size:]
        out.append(group)
    return [left, *reversed(out)]


def shown_date(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    """Return the text a cell with date format ``code`` shows for ``value``."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    lowered = code.lower()
    # Format 14 follows the computer's locale; a Chinese one shows year, month, day by slashes.
    if lowered in ("mm-dd-yy", "general", "") or not _DATE.search(lowered):
        return f"{value.year}/{value.month}/{value.day}"
    text = _literal(next(s for s in _sections(code) if s))

    def part(match: re.Match[str]) -> str:
        word = match.group().lower()
        after_hour = re.search(r"h[^a-z]*$", text[: match.start()].lower())
        names = {
            "y": f"{value.year:04}" if len(word) > 2 else f"{value.year % 100:02}",
            "m": f"{value.month:0{min(len(word), 2)}}",
            "d": f"{value.day:0{min(len(word), 2)}}",
            "h": f"{getattr(value, 'hour', 0):02}",
            "s": f"{getattr(value, 'second', 0):02}",
        }
        if word[0] == "m" and after_hour:
            return f"{getattr(value, 'minute', 0):02}"
        return names.get(word[0], "")

    pieces = re.split(r"(\x01.)", text)
    return "".join(p[1:] if p.startswith("\x01") else _DATE.sub(part, p) for p in pieces).strip()
