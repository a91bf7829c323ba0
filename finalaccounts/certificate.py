"""``source.toml``: the birth certificate of a report, typed by hand or detected, checked once.

``[report]`` says what the report is, each ``[[source]]`` where a file came from, ``[found]`` what
the text says of itself. The newest source of a role is the one in force: a corrected
republication names the file it ``supersedes``, which stays in the folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from finalaccounts.handtyped import TypedError, WebAddress, read_toml
from finalaccounts.model import Document, Meta, Source, SourceFile
from finalaccounts.paths import DIVISION, SLUG, is_source_name
from finalaccounts.reference import Strict, documents
from finalaccounts.reference.metadata import words

Date = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
_ORDER = ("entity", "scope", "fiscal_year", "division", "slug", "title", "kind")


class CertificateError(ValueError):
    """A source.toml does not hold what it must: file, key, expectation, what was found."""


class ReportPart(Strict):
    """``[report]``: who, which year, which scope, where, under which title."""

    entity: str
    scope: str = ""
    fiscal_year: int | None = Field(default=None, ge=1990, le=2100)
    division: Annotated[str, Field(pattern=DIVISION)]
    slug: Annotated[str, Field(pattern=SLUG)]
    title: str = ""
    kind: str = ""

    @field_validator("scope")
    @classmethod
    def _known_scope(cls, scope: str) -> str:
        allowed = ("", words().scope.own, words().scope.consolidated)
        if scope not in allowed:
            raise ValueError(f"expected one of {', '.join(map(repr, allowed))}")
        return scope

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        allowed = ("", *(one.key for one in documents.words().kind))
        if kind not in allowed:
            raise ValueError(f"expected one of {', '.join(map(repr, allowed))}")
        return kind


class SourcePart(Strict):
    """One ``[[source]]``: a file as received, beside the certificate."""

    file: Annotated[str, Field(pattern=r"^[^/\\]+$")]
    role: Literal["all", "text", "tables"] = "all"
    media_type: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: int = Field(default=0, ge=0)
    pages: int | None = None
    lines: int = Field(default=0, ge=0)
    url: WebAddress = ""
    published: Date = ""
    retrieved: Date = ""
    licence: str = ""
    note: str = ""
    supersedes: str = ""
    received: str = ""  # the name the file had when it was received

    @field_validator("file")
    @classmethod
    def _a_source(cls, file: str) -> str:
        if not is_source_name(file):
            raise ValueError("expected a plain file name that is not one of the folder's own files")
        return file


class FoundPart(Strict):
    """``[found]``: what the text says of itself."""

    units: tuple[str, ...] = ()
    contact: str = ""
    published_month: Date = ""
    budget_code: str = ""
    reviews: tuple[str, ...] = ()
    unit: str = ""
    parent: str = ""
    warnings: tuple[str, ...] = ()


class Certificate(Strict):
    """A whole source.toml."""

    report: ReportPart
    source: tuple[SourcePart, ...] = Field(min_length=1)
    found: FoundPart = FoundPart()

    @model_validator(mode="after")
    def _sources_fit(self) -> Certificate:
        seen: list[str] = []
        for part in self.source:
            if part.file in seen:
                raise ValueError(f"source {part.file!r} is listed twice")
            if part.supersedes and part.supersedes not in seen:
                raise ValueError(
                    f"source {part.file!r}: supersedes {part.supersedes!r}, expected a file listed before"
                )
            seen.append(part.file)
        return self


def read(path: Path) -> Meta:
    """Read a source.toml.

    Raises CertificateError naming the file, the key, what was expected and what was found.
    """
    try:
        parsed = Certificate.model_validate(read_toml(path))
    except ValidationError as error:
        problems = [
            f"{path}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']} (found {e['input']!r})"
            for e in error.errors()
        ]
        raise CertificateError("\n".join(problems)) from error
    except TypedError as error:
        raise CertificateError(str(error)) from error
    report = parsed.report
    found = {k: list(v) if isinstance(v, tuple) else v for k, v in parsed.found if v}
    return Meta(
        report_id=f"cn-{report.division}-{report.slug}-{report.fiscal_year or '0000'}",
        entity=report.entity,
        slug=report.slug,
        division=report.division,
        fiscal_year=report.fiscal_year,
        title=report.title,
        scope=report.scope,
        kind=report.kind,
        sources=tuple(SourceFile(**part.model_dump()) for part in parsed.source),
        found=found,
    )


def known(meta: Meta) -> dict[str, Any]:
    """Return ``[report]`` as ``normalize`` takes it: what a person has settled wins."""
    return {key: getattr(meta, key) for key in _ORDER}


def source_file(
    source: Source, document: Document, role: str = "all", note: str = ""
) -> SourceFile:
    """Return the ``[[source]]`` of a file just read; where it was published is left open."""
    pages = [line.page for line in document.lines if line.page is not None]
    return SourceFile(
        file=source.file,
        role=role,
        media_type=source.media_type,
        sha256=source.sha256,
        bytes=source.size,
        pages=max(pages, default=None),
        lines=len(document.lines),
        note=note,
    )


def in_force(sources: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """Return the sources that no later one supersedes, each where the first one of it was."""
    sources = tuple(sources)
    replaced = {source.supersedes for source in sources if source.supersedes}
    first, at = keys(sources), [source.file for source in sources]
    standing = (source for source in sources if source.file not in replaced)
    return tuple(sorted(standing, key=lambda source: at.index(first[source.file])))


def keys(sources: Iterable[SourceFile]) -> dict[str, str]:
    """Return the key of each source in committed rows: the name of the first file it follows.

    So that the rows of a report published again differ only where the report does.
    """
    found: dict[str, str] = {}
    for source in sources:
        found[source.file] = found.get(source.supersedes, source.file)
    return found


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, int):
        return str(value)
    # A TOML basic string takes JSON's escapes; only DEL is forbidden in one and not in the other.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _section(head: str, pairs: Iterable[tuple[str, Any]]) -> str:
    return "\n".join([head, *(f"{key} = {_value(value)}" for key, value in pairs)])


def to_text(meta: Meta) -> str:
    """Return the source.toml of ``meta``; ``read`` gives the same ``meta`` back."""
    report = [
        (key, value)
        for key in _ORDER
        if (value := getattr(meta, key)) is not None and (value or key != "kind")
    ]
    parts = [_section("[report]", report)]
    for source in meta.sources:
        optional = ("pages", "lines", "bytes", "licence", "note", "supersedes", "received")
        pairs = [
            (key, value)
            for key in SourcePart.model_fields
            if (value := getattr(source, key)) not in (None, "", 0) or key not in optional
        ]
        parts.append(_section("[[source]]", pairs))
    parts.append(_section("[found]", ((k, v) for k, v in sorted(meta.found.items()) if v)))
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(parts)) + "\n"
