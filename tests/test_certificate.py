"""source.toml: what is written is read back, what is wrong is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from finalaccounts import certificate
from finalaccounts.certificate import CertificateError
from finalaccounts.collect import collect

REPORTS = Path(__file__).parents[1] / "data" / "reports"
FILES = sorted(REPORTS.glob("*/*/*/source.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.parts[-4])
def test_committed_certificates_hold(file: Path) -> None:
    meta = certificate.read(file)
    assert f"{meta.division}/{meta.slug}/{meta.fiscal_year}" == "/".join(file.parts[-4:-1])
    assert certificate.to_text(meta) == file.read_text(encoding="utf-8")
    for source in meta.sources:
        assert collect(file.parent / source.file).sha256 == source.sha256


def test_a_corrected_republication_supersedes_the_first(tmp_path: Path) -> None:
    meta = certificate.read(FILES[0])
    second = replace(
        meta.sources[0], file="source-2.pdf", supersedes="source.txt", note='改"正"\n\\'
    )
    tables = replace(meta.sources[0], file="tables.xls", role="tables")
    both = replace(meta, sources=(*meta.sources, tables, second))
    path = tmp_path / "source.toml"
    path.write_text(certificate.to_text(both), encoding="utf-8")
    assert certificate.read(path) == both
    assert [s.file for s in certificate.in_force(both.sources)] == ["source-2.pdf", "tables.xls"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('division = "', 'division = "x', "report.division"),
        ("[report]", "[report]\nplace = 1", "report.place.*Extra inputs"),
        ('role = "all"', 'role = "annex"', "source.0.role.*annex"),
        ('sha256 = "', 'sha256 = "0', "sha256"),
        ('scope = "汇总"', 'scope = "全部"', "scope.*本级"),
        ('url = ""', 'url = "javascript:x"', "url"),
        ('file = "source.txt"', 'file = "../source.txt"', "file"),
        ('published = ""', 'published = "soon"', "published"),
        ("[found]", 'supersedes = "x.pdf"\n\n[found]', "supersedes 'x.pdf', expected a file"),
        ("[report]", "[report", "not readable as TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "source.toml"
    path.write_text(FILES[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CertificateError, match=message) as error:
        certificate.read(path)
    assert str(path) in str(error.value)
