"""What kind of file it is, told from its first bytes and its parts; the ending only helps."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path


class CollectError(ValueError):
    """A file that cannot be taken as a source: what was found and what to do."""


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
HTML = "text/html"
TEXT = "text/plain"

# The ending under which a file of each kind is stored.
ENDINGS = {
    PDF: "pdf",
    DOCX: "docx",
    XLSX: "xlsx",
    XLS: "xls",
    DOC: "doc",
    RTF: "rtf",
    ODT: "odt",
    ODS: "ods",
    OFD: "ofd",
    HTML: "html",
    TEXT: "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/bmp": "bmp",
}

# Bounds against archives that unpack to far more than a report can hold.
_UNPACKED, _PARTS, _RATIO = 600 * 1024 * 1024, 20_000, 400
_PICTURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
}
_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
# Its root part, in any case and notation; the keys of an encrypted package, which may hide it.
_OFD_PART = re.compile(r"^[./\\]*(ofd\.xml|encryptions\.xml)$", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(data: bytes, path: Path) -> str:
    """Return the media type of the content.

    Raises CollectError for an archive, an encrypted or a damaged office file, and
    bytes that are no text.
    """
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\f\x00")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:2] == b"PK":
        return _zipped(data, path)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _compound(data, path)
    if head[:5].lower() == b"{\\rtf":
        return RTF
    for magic, name in _PICTURES.items():
        if data.startswith(magic) and (magic != b"BM" or _CONTROL.search(data[:64])):
            return name
    for magic, name in _PACKED.items():
        if data.startswith(magic):
            raise CollectError(f"{path}: a {name} archive; unpack it and name the files in it")
    if head[:2048].lower().startswith((b"mime-version:", b"from: <saved by")):
        raise CollectError(f"{path}: a web archive (MHT); save it as HTML, DOCX or PDF")
    if (marked_up := _marked_up(head[:2048].lower(), data)) is not None:
        return marked_up
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TEXT
    if _CONTROL.search(data):
        at = _CONTROL.search(data)
        where = at.start() if at else 0
        raise CollectError(
            f"{path}: neither text nor a known format (byte {data[where]:#04x} at {where}); "
            "expected PDF, DOCX, XLSX, XLS, HTML or text"
        )
    return TEXT


def _marked_up(start: bytes, data: bytes) -> str | None:
    """Return the media type of XML and HTML, None for anything else."""
    xml = start.startswith(b"<?xml")
    if xml and (b"worddocument" in start or b"<pkg:package" in start):
        return DOC
    if xml and b"office:spreadsheet" in data[:4096]:
        return XLS
    opens = rb"(<\?xml[^>]*>\s*<(!doctype html|html))|<(!doctype html|!--|html|head|meta|table|body|div|style|p\b)"
    return HTML if re.match(opens, start) or b"<html" in start else None


def _zipped(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            size = sum(part.file_size for part in parts)
            kind = (
                archive.read("mimetype")[:200].decode("ascii", "replace")
                if "mimetype" in names
                else ""
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise CollectError(f"{path}: a damaged archive ({error}); download it again") from error
    if size > _UNPACKED or len(parts) > _PARTS or size > _RATIO * max(len(data), 65_536):
        raise CollectError(
            f"{path}: unpacks to {size} bytes in {len(parts)} parts; too much for a report, not opened"
        )
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        return XLS
    if kind.strip() in (ODT, ODS):
        return kind.strip()
    if any(_OFD_PART.search(name) for name in names):
        return OFD
    raise CollectError(
        f"{path}: an archive that is neither DOCX nor XLSX; unpack it and name the files in it"
    )


def _compound(data: bytes, path: Path) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise CollectError(f"{path}: protected by a password; save it without one")
    if holds("WordDocument"):
        return DOC
    if holds("Workbook") or holds("Book"):
        return XLS
    raise CollectError(f"{path}: an old office file that is neither Word nor Excel; save it as PDF")
