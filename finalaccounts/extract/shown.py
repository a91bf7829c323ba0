"""What a spreadsheet shows for a value: the number format applied, exactly, in decimals.

Formats are those of ECMA-376 part 1, 18.8.30 (sections, digit places, literals, dates). Only what
decides the digits and signs is applied; colours, widths and fills are dropped.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

# A quoted or escaped literal, a dropped width or fill, a bracketed colour, condition or locale.
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
_DATE = re.compile(r"(?:y+|m+|d+|h+|s+|am/pm)", re.IGNORECASE)
_DIGITS = re.compile(r"(?:[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+),*")


def _sections(code: str) -> list[str]:
    """Split a format at its semicolons outside of quotes."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;"\\])*(?:;|$)', code)


def _literal(section: str) -> str:
    """Return the section with quotes and escapes resolved to private marks around literals."""
    out = []
    for match in _TOKEN.finditer(section.rstrip(";")):
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


def shown_number(value: float | int | Decimal, code: str) -> str:
    """Return the text a cell with number format ``code`` shows for ``value``."""
    number = exact(value)
    if not code or code.lower().startswith("general") or code == "@":
        return plain_number(number)
    sections = [s for s in _sections(code) if s]
    bodies = [s.rstrip(";") for s in sections]
    negative = number < 0
    body = bodies[0]
    signed = True
    if negative and len(bodies) > 1:
        body, signed = bodies[1], False
    elif number == 0 and len(bodies) > 2:
        body = bodies[2]
    if not body:
        return ""
    text = _literal(body)
    if "general" in text.lower():
        return plain_number(number)
    bare = re.sub(r"\x01.", "", text)
    number = abs(number) * 100 ** bare.count("%")
    masked = re.sub(r"\x01.", "\x02\x02", text)
    places = list(_DIGITS.finditer(masked))
    if not places:
        return _unmarked(text).strip()
    if re.search(r"[eE][+-]", bare) or "/" in bare:
        # Fractions and exponents: the value itself says more.
        return plain_number(exact(value))
    digits = _spread(number, [m.group() for m in places])
    minus = "-" if negative and signed and any(ch not in "0.," for ch in "".join(digits)) else ""
    out, at = minus, 0
    for place, printed in zip(places, digits, strict=True):
        out += _unmarked(text[at : place.start()]) + printed
        at = place.end()
    return (out + _unmarked(text[at:])).strip()


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
