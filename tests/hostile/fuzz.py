"""Mutated reports, read for a while: ``python -m tests.hostile.fuzz --seconds 3600 --seed 1``.

Every reading must end within its limits, without a fault of the program, and every number it
gives must stand in its line (``finalaccounts.verify``). Exit 1, with the files kept, otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from finalaccounts import verify
from finalaccounts.exits import UNREADABLE_ERRORS
from finalaccounts.limits import LimitError, Limits
from finalaccounts.loading import folders
from finalaccounts.reading import read
from finalaccounts.worker import FaultError, Worker
from tests import forge
from tests.hostile.strings import ALL

ROOT = Path(__file__).resolve().parents[2]
_DIGITS = "0123456789０１２٣٤².,，-—一二三万亿元%％ \t\n"


def given(draw: random.Random) -> tuple[bytes, str]:
    """Return a report and its ending: one of the shipped ones or a forged one of any format."""
    if draw.random() < 0.5:
        folder = draw.choice(folders(ROOT / "data"))
        return (folder / "source.txt").read_bytes(), "txt"
    form = draw.choice(tuple(forge.FORMATS))
    layout = draw.choice(list(forge.LAYOUTS))
    seed = draw.randrange(2**32)
    return forge.write(forge.accounts(seed), layout, form, forge.draw(seed)), form


def mutated(draw: random.Random, data: bytes, ending: str) -> bytes:
    """Return a report with a few changes: characters of a text, bytes of anything else."""
    changes = draw.choice((0, 1, 3, 10, 100))
    if ending not in ("txt", "spaces", "tabs", "html"):
        raw = bytearray(data)
        for _ in range(changes):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        return bytes(raw)
    text = list(data.decode("utf-8", "replace"))
    for _ in range(changes):
        at = draw.randrange(len(text))
        what = draw.randrange(6)
        if what == 0:
            text[at] = draw.choice(_DIGITS)
        elif what == 1:
            text.insert(at, draw.choice(_DIGITS))
        elif what == 2:
            del text[at : at + draw.randrange(1, 40)]
        elif what == 3:
            text[at:at] = text[at : at + draw.randrange(1, 400)]
        elif what == 4:
            text[at:at] = list(draw.choice(ALL))
        else:
            other = draw.randrange(len(text))
            text[at], text[other] = text[other], text[at]
        text = text or ["x"]
    return "".join(text).encode("utf-8", "replace")


def main() -> int:
    """Run until the time is over; print the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    draw, until = random.Random(options.seed), time.monotonic() + options.seconds  # noqa: S311
    counts: Counter[str] = Counter()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    with Worker(read, UNREADABLE_ERRORS, Limits()) as apart:
        while time.monotonic() < until:
            counts["reports"] += 1
            data, ending = given(draw)
            path = kept / f"{counts['reports']}.{ending}"
            path.write_bytes(mutated(draw, data, ending))
            wrong = ""
            try:
                report = apart([path], anyway=True)
                counts["numbers"] += len(report.figures) + len(report.statements)
                wrong = next(verify.misplaced(report), "")
                counts["misplaced"] += bool(wrong)
            except FaultError as error:
                counts["faults"] += 1
                wrong = str(error)
            except LimitError as error:
                slow = "'seconds'" in str(error) or "'memory'" in str(error)
                counts["hangs" if slow else "refused by a limit"] += 1
                wrong = str(error) if slow else ""
            except UNREADABLE_ERRORS:
                counts["refused"] += 1
            if wrong:
                print(f"{path}: {wrong}", flush=True)
            else:
                path.unlink()
    print(", ".join(f"{name} {many}" for name, many in counts.items()), f"seed {options.seed}")
    return int(bool(counts["faults"] + counts["hangs"] + counts["misplaced"]))


if __name__ == "__main__":
    sys.exit(main())
