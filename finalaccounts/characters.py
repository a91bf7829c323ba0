"""Which characters may enter, and which have no width: the one list for all that reads text.

``gate`` folds the lines of a source as they are read; ``refused`` names what a hand-typed file may
not hold. Everything after them may rely on it: no control character but the tab, no half of a
character, nothing that turns the direction of the text around or cannot be seen where it stands.
Every other character of Unicode passes unchanged. ``WIDTHLESS`` is what has no width anywhere: it
is no part of a number, a label or a comparison (``seen``).
"""

from __future__ import annotations

import re

# Controls, and the separators of lines and paragraphs that do not end a line of ours: what stands
# before and after them stays apart, so that no two numbers become one. So do blank letters.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_FILLERS = "\u115f\u1160\u3164\uffa0"
# Marks, embeddings, overrides and isolates of direction.
_OVERRIDES = "\u202d\u202e"
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Marks without width: soft hyphen, spaces of no width, vowels without a form, tags.
_UNSEEN = (
    "\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
# Joiners belong to the writing of some scripts and to pictures made of several; elsewhere they
# cannot be seen.
_JOINERS = "\u200c\u200d"
_JOINED = "\u0600-\u0fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
# Selectors choose the form of the character before them: a rare form of a Chinese character in a
# name, the colours of a picture. Behind anything else they cannot be seen.
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VARIED = (
    "\u1820-\u18aa\u2190-\u23ff\u25a0-\u2bff\u3030\u303d\u3297\u3299\u3400-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
WIDTHLESS = re.compile(f"[{_FILLERS}{_DIRECTION}{_UNSEEN}{_JOINERS}{_SELECTORS}]")
_HALF = "[\ud800-\udfff]"
_NONE = "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)

_SPACE = re.compile(f"[{_CONTROLS}{_FILLERS}]")
_DROPPED = re.compile(
    f"[{_DIRECTION}{_UNSEEN}]|(?<![{_JOINED}])[{_JOINERS}]|(?<![{_VARIED}])[{_SELECTORS}]"
)
_LOST = re.compile(f"{_HALF}|[{_NONE}\ufdd0-\ufdef]")
_OVERRIDE = re.compile(f"[{_OVERRIDES}]")
_ANY = re.compile(f"{_SPACE.pattern}|{_DROPPED.pattern}|{_LOST.pattern}")
_REPLACEMENT = "\ufffd"


def gate(line: str) -> str:
    """Return a line of a source with what may not enter folded.

    A control is a space, a mark that is not seen is dropped, half a character is U+FFFD.
    """
    if line.isascii() and line.isprintable():
        return line
    if not _ANY.search(line):
        return line
    return _LOST.sub(_REPLACEMENT, _DROPPED.sub("", _SPACE.sub(" ", line)))


def seen(text: str) -> str:
    """Return a text without the characters that have no width."""
    return text if text.isascii() else WIDTHLESS.sub("", text)


def turned(line: str) -> bool:
    """Tell whether a line is shown in another order than it is stored (an override of direction)."""
    return bool(_OVERRIDE.search(line))


def refused(text: str) -> str:
    """Name the first character of a hand-typed text that may not stand in it; empty if none."""
    text = text.replace("\r\n", "\n")
    found = _ANY.search(text)
    if not found:
        return ""
    line = text.count("\n", 0, found.start()) + 1
    return f"line {line}: character U+{ord(found[0]):04X} may not stand here"


def visible(text: str) -> str:
    """Return a text for the terminal or a message: what may not enter is shown as an escape."""
    return _ANY.sub(lambda found: ascii(found[0])[1:-1], text)
