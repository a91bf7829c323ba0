"""Sheets as Parquet and as one SQLite file; both without a date and the same bytes every time.

Types are those of the model, not those of the day's data: a decimal of Parquet always has the same
precision and scale, a decimal of SQLite is its exact text.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from finalaccounts.site.data.sheets import KEYS, LOOSE, Column, Sheet, foreign

_SQL = {"decimal": "TEXT", "integer": "INTEGER", "text": "TEXT", "list": "TEXT"}
PRECISION, SCALE = 38, 12  # what DuckDB, Spark and polars all read
_LARGEST = Decimal(10) ** (PRECISION - SCALE)
# Questions people ask, as views; amounts in fen (1/100 yuan) are exact integers.
VIEWS = {
    "spending_of_reports": """
        SELECT s.report_id, s.entity, s.division, s.fiscal_year,
               SUM(CAST(ROUND(s.amount_yuan * 100) AS INTEGER)) AS total_fen,
               SUM(CASE WHEN s.kind = 'unlisted'
                   THEN CAST(ROUND(s.amount_yuan * 100) AS INTEGER) ELSE 0 END) AS unlisted_fen
        FROM spending AS s GROUP BY s.report_id""",
    "spending_by_class": """
        SELECT s.report_id, s.entity, s.fiscal_year, s.function_class, c.name AS class_name,
               SUM(CAST(ROUND(s.amount_yuan * 100) AS INTEGER)) AS total_fen
        FROM spending AS s LEFT JOIN codes AS c
          ON c.kind = 'function' AND c.code = s.function_class AND c.valid_to = ''
        GROUP BY s.report_id, s.function_class""",
    "findings_in_words": """
        SELECT f.report_id, e.name AS entity, r.fiscal_year, f.severity, f.title_zh, f.message_zh,
               f.source_lines
        FROM findings AS f JOIN reports AS r USING (report_id) JOIN entities AS e USING (entity_id)
        ORDER BY f.severity, f.report_id""",
}


def _storable(value: Decimal | None) -> Decimal | None:
    """Return a decimal that the fixed type holds exactly; else nothing, its text is in `printed`."""
    if value is None or abs(value) >= _LARGEST or -int(value.as_tuple().exponent) > SCALE:
        return None
    return value


def with_parquet() -> bool:
    """Tell whether the extra that writes Parquet is installed."""
    return find_spec("pyarrow") is not None


def _arrow(column: Column, values: Sequence[Any]) -> Any:
    import pyarrow as pa

    if column.kind == "integer":
        return pa.array(values, pa.int64())
    if column.kind == "decimal":
        return pa.array(list(map(_storable, values)), pa.decimal128(PRECISION, SCALE))
    return pa.array([None if v is None else str(v) for v in values], pa.string())


def parquet(sheet: Sheet) -> bytes:
    """Return a Parquet file: decimals exact, texts as strings, meanings as field metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

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
    return format(value, "f") if isinstance(value, Decimal) else value


def _table(sheet: Sheet, present: set[str]) -> str:
    """Return the statement that makes the table of a sheet, with its keys."""
    spec = [f'"{c.name}" {_SQL[c.kind]}' for c in sheet.columns]

    def named(columns: Sequence[str]) -> str:
        return ", ".join(f'"{column}"' for column in columns)

    if key := KEYS.get(sheet.name, ()):
        spec.append(f"PRIMARY KEY ({named(key)})")
    keys = (*foreign(sheet.name, (c.name for c in sheet.columns)), *LOOSE.get(sheet.name, ()))
    for own, other, theirs in keys:
        if other in present:
            spec.append(f'FOREIGN KEY ({named(own)}) REFERENCES "{other}" ({named(theirs)})')
    return f'CREATE TABLE "{sheet.name}" ({", ".join(spec)})'


def sqlite(sheets: Iterable[Sheet], notes: Iterable[tuple[str, str]]) -> bytes:
    """Return one SQLite database: a table per sheet with keys, views, ``columns``, ``about``."""
    sheets = list(sheets)
    present = {sheet.name for sheet in sheets}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "all.sqlite"
        base = sqlite3.connect(path)
        dictionary = []
        for sheet in sheets:
            base.execute(_table(sheet, present))
            marks = ",".join("?" * len(sheet.columns))
            empty = {c for own, _, _ in LOOSE.get(sheet.name, ()) for c in own}
            loose = [c.name in empty for c in sheet.columns]
            rows = (
                tuple(
                    None if none and v == "" else _sql(v)
                    for v, none in zip(row, loose, strict=True)
                )
                for row in sheet.rows
            )
            base.executemany(f'INSERT INTO "{sheet.name}" VALUES ({marks})', rows)  # noqa: S608  names are ours
            names = {c.name for c in sheet.columns}
            if "report_id" in names and KEYS.get(sheet.name, ("",))[0] != "report_id":
                base.execute(f'CREATE INDEX "{sheet.name}_report" ON "{sheet.name}" ("report_id")')
            dictionary += [
                (sheet.name, c.name, c.kind, c.title, c.words, c.doc) for c in sheet.columns
            ]
        base.execute(
            "CREATE TABLE columns (resource, column, kind, title, description_zh, description_en)"
        )
        base.executemany("INSERT INTO columns VALUES (?,?,?,?,?,?)", dictionary)
        base.execute("CREATE TABLE about (key, value)")
        base.executemany("INSERT INTO about VALUES (?,?)", notes)
        for name, query in VIEWS.items():
            base.execute(f"CREATE VIEW {name} AS {query}")
        base.commit()
        base.execute("VACUUM")
        base.close()
        return path.read_bytes()
