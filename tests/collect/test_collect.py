"""Taking a file: known by its content, refused with what to do."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from finalaccounts.collect import CollectError, collect, kinds


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _at(tmp_path: Path, data: bytes, name: str = "report.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_source_carries_bytes_hash_and_size(tmp_path: Path) -> None:
    data = "渠县医疗保障局\n".encode()
    source = collect(_at(tmp_path, data))
    assert (source.file, source.media_type) == ("report.txt", kinds.TEXT)
    assert (source.size, source.data) == (len(data), data)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", kinds.PDF),
        (b"\xef\xbb\xbf2023", kinds.TEXT),
        ("决算".encode("gb18030"), kinds.TEXT),
        (b"\n\n<!DOCTYPE html><html><body>", kinds.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', kinds.HTML),
        (b"<table><tr><td>1</td></tr></table>", kinds.HTML),
        (b"{\\rtf1\\ansi", kinds.RTF),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', kinds.DOC),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            kinds.XLS,
        ),
        (_zip(**{"word/document.xml": b"<w/>"}), kinds.DOCX),
        (_zip(**{"xl/workbook.xml": b"<w/>"}), kinds.XLSX),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (_zip(**{"OFD.xml": b"<w/>"}), kinds.OFD),
        (_zip(**{"./ofd.XML": b"<w/>"}), kinds.OFD),
        (OLE + "Workbook".encode("utf-16-le"), kinds.XLS),
        (OLE + "WordDocument".encode("utf-16-le"), kinds.DOC),
    ],
)
def test_the_content_decides_not_the_ending(tmp_path: Path, data: bytes, kind: str) -> None:
    assert collect(_at(tmp_path, data, "report.xyz")).media_type == kind


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\x00\n", "empty"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"),
        (b"Rar!\x1a\x07\x00", "unpack it"),
        (_zip(readme=b"x"), "neither DOCX nor XLSX"),
        (_zip(**{"word/document.xml": b"x" * 100})[:60], "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes(range(256)) * 4, "neither text nor a known format"),
        (_zip(**{"word/document.xml": b"0" * 40_000_000}), "too much"),
    ],
)
def test_what_cannot_be_a_report_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = _at(tmp_path, data)
    with pytest.raises(CollectError, match=message) as error:
        collect(path)
    assert str(path) in str(error.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CollectError, match="a folder"):
        collect(tmp_path)
    with pytest.raises(CollectError, match="cannot be opened"):
        collect(tmp_path / "none.pdf")
