"""Sheets as Parquet and as one SQLite file; both without a date and the same bytes every time."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from finalaccounts.site.data.sheets import KEYS, Column, Sheet

_SQL = {"decimal": "NUMERIC", "integer": "INTEGER", "text": "TEXT", "list": "TEXT"}


def _arrow(column: Column, values: Sequence[Any]) -> pa.Array:
    if column.kind == "integer":
        return pa.array(values, pa.int64())
    if column.kind == "decimal":
        # One scale per column holds every value exactly; the decimals printed stand in `printed`.
        known = [value.as_tuple() for value in values if value is not None]
        scale = max((-int(t.exponent) for t in known), default=0)
        whole = max((len(t.digits) + int(t.exponent) for t in known), default=1)
        scale = max(scale, 0)
        if max(whole, 1) + scale > 76:  # wider than any decimal of Parquet: keep the text
            texts = [None if v is None else format(v, "f") for v in values]
            return pa.array(texts, pa.string())
        width = max(18, max(whole, 1) + scale)
        kind = pa.decimal128(width, scale) if width <= 38 else pa.decimal256(width, scale)
        return pa.array(values, kind)
    return pa.array([str(v) for v in values], pa.string())


def parquet(sheet: Sheet) -> bytes:
    """Return a Parquet file: decimals exact, texts as strings, meanings as field metadata."""
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    arrays = [_arrow(c, values) for c, values in zip(sheet.columns, columns, strict=True)]
    fields = [
        pa.field(c.name, array.type, metadata={"title": c.title, "description": c.words})
        for c, array in zip(sheet.columns, arrays, strict=True)
    ]
    out = io.BytesIO()
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _sql(value: Any) -> Any:
    if isinstance(value, Decimal):
        # SQLite knows no decimals: up to 15 digits its floats give back the same number.
        return float(value) if len(value.as_tuple().digits) <= 15 else format(value, "f")
    return value


def sqlite(sheets: Iterable[Sheet], notes: Iterable[tuple[str, str]]) -> bytes:
    """Return one SQLite database: a table per sheet, ``columns`` (dictionary) and ``about``."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "all.sqlite"
        base = sqlite3.connect(path)
        dictionary = []
        for sheet in sheets:
            spec = [f'"{c.name}" {_SQL[c.kind]}' for c in sheet.columns]
            base.execute(f'CREATE TABLE "{sheet.name}" ({", ".join(spec)})')
            marks = ",".join("?" * len(sheet.columns))
            rows = (tuple(map(_sql, row)) for row in sheet.rows)
            base.executemany(f'INSERT INTO "{sheet.name}" VALUES ({marks})', rows)  # noqa: S608  names are ours
            if key := ", ".join(KEYS.get(sheet.name, ())):
                base.execute(f'CREATE INDEX "{sheet.name}_key" ON "{sheet.name}" ({key})')
            dictionary += [
                (sheet.name, c.name, c.kind, c.title, c.words, c.doc) for c in sheet.columns
            ]
        base.execute(
            "CREATE TABLE columns (resource, column, kind, title, description_zh, description_en)"
        )
        base.executemany("INSERT INTO columns VALUES (?,?,?,?,?,?)", dictionary)
        base.execute("CREATE TABLE about (key, value)")
        base.executemany("INSERT INTO about VALUES (?,?)", notes)
        base.commit()
        base.execute("VACUUM")
        base.close()
        return path.read_bytes()
