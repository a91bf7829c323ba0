"""The regular expressions of the reference data: one dialect, and none that can run away."""

import re
import re._parser as parser
import tomllib
from collections.abc import Iterator
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "data/reference/cn"
LOOKS_LIKE_ONE = re.compile(r"\\[dswb.]|\(\?[:P<=!]|\.[*+]|\[\^|\)[?*+]")
# Where a model puts other patterns of the same file in.
HOLE = re.compile(r"\{[a-z]\w*\}")


def strings(value: object, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{at}[{number}]")


def patterns() -> Iterator[tuple[str, str]]:
    for path in sorted(REFERENCE.rglob("*.toml")):
        if "strings" in path.parts:
            continue
        for at, text in strings(tomllib.loads(path.read_text("utf-8")), path.stem):
            if LOOKS_LIKE_ONE.search(text):
                yield at, HOLE.sub("(?:x)", text)


def runs_away(tree: parser.SubPattern, inside: bool = False) -> bool:
    """Tell whether an unbounded repetition stands right inside another one."""
    for op, argument in tree.data:
        repeats = op in (parser.MAX_REPEAT, parser.MIN_REPEAT)
        if repeats:
            _, most, inner = argument
            unbounded = most is parser.MAXREPEAT
            alone = len(inner.data) == 1
            if unbounded and inside:
                return True
            if runs_away(inner, unbounded and alone):
                return True
        elif (
            op is parser.SUBPATTERN
            and runs_away(argument[-1], inside and len(argument[-1].data) == 1)
        ) or (op is parser.BRANCH and any(runs_away(branch) for branch in argument[1])):
            return True
    return False


def test_every_pattern_compiles_without_flags_and_cannot_run_away() -> None:
    hits, count = [], 0
    for at, pattern in patterns():
        count += 1
        try:
            tree = parser.parse(pattern)
        except re.error as error:
            hits.append(f"{at}: {error}")
            continue
        if tree.state.flags & ~re.UNICODE.value or "(?#" in pattern:
            hits.append(f"{at}: flags and comments are not part of the dialect")
        if runs_away(tree):
            hits.append(f"{at}: a repetition of a repetition")
    assert count > 100 and not hits, "\n".join(hits)


def test_a_repetition_of_a_repetition_is_seen() -> None:
    assert runs_away(parser.parse("(a+)+b")) and runs_away(parser.parse("(?:a*)*"))
    assert not runs_away(parser.parse("(?:a+b)+c"))
