"""Every column that is published has words that people understand."""

import dataclasses
import tomllib
from pathlib import Path

from finalaccounts.package import BUILT, READ
from finalaccounts.reference import ReferenceDataError
from finalaccounts.reference.columns import column_words


def test_every_column_of_a_record_has_words() -> None:
    lacking = []
    for resource, record in {**READ, **BUILT}.items():
        for column in dataclasses.fields(record):
            try:
                column_words(resource.removesuffix(".csv"), column.name)
            except ReferenceDataError as error:
                lacking.append(str(error))
    assert not lacking, "\n".join(lacking)


def test_every_file_of_the_reference_data_can_be_read() -> None:
    folder = Path(__file__).resolve().parents[2] / "data/reference/cn"
    for path in folder.rglob("*.toml"):
        tomllib.loads(path.read_text("utf-8"))
