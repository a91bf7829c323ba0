"""Edits of a data folder as people make them, for tests and for the benchmark of the build."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from finalaccounts import verify
from finalaccounts.loading import load
from finalaccounts.model import Figure
from finalaccounts.package import csv_text


def printed_otherwise(folder: Path, key: str, amount: str) -> None:
    """Change one figure as another print of the report would: in its line, its row, the hashes."""
    report = load(folder)
    row = next(f for f in report.figures if f.figure_id == key)
    now = replace(row, printed=amount, amount=Decimal(amount))
    figures = (now if f is row else f for f in report.figures)
    (folder / "figures.csv").write_text(csv_text(Figure, figures), "utf-8")
    source = folder / row.source
    before = source.read_bytes()
    lines = before.decode().split("\n")
    lines[row.source_line - 1] = lines[row.source_line - 1].replace(row.printed, amount)
    source.write_text("\n".join(lines), "utf-8")
    said = (folder / "source.toml").read_text("utf-8")
    old, new = (hashlib.sha256(data).hexdigest() for data in (before, source.read_bytes()))
    (folder / "source.toml").write_text(said.replace(old, new), "utf-8")
    (folder / verify.SUMS).write_text(verify.sums(folder), "utf-8")
