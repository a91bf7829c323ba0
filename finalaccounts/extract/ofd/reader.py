"""OFD (GB/T 33190): every document of the package, its pages in order, as a reader shows them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.ofd.content import Budget, Canvas, in_points
from finalaccounts.extract.ofd.numbers import POINTS, Box, box, corners
from finalaccounts.extract.ofd.package import Package, Part, PartError, child, children, local, text
from finalaccounts.extract.ofd.resources import Resources, resources
from finalaccounts.extract.page import Page, PageObject
from finalaccounts.extract.paged import document
from finalaccounts.extract.scan import HINT, Scans, is_scan
from finalaccounts.extract.scan.reader import decoded
from finalaccounts.model import Document, Source

PAGES = 2000
# A4, for a document that says no size (millimetres).
_A4: Box = (0.0, 0.0, 210.0, 297.0)
_QUOTED = 200
# What encrypting programs add to a package.
_KEYS = re.compile(r"(^|/)(encrypt\w*|decryptseed|entriesmap)\.(xml|dat)$", re.IGNORECASE)


@dataclass(slots=True)
class _PageBody:
    """One document of the package while it is read."""

    package: Package
    root: Part
    budget: Budget
    shared: Resources = field(default_factory=Resources)
    missing: list[str] = field(default_factory=list)
    templates: dict[str, Part | PartError] = field(default_factory=dict)
    # Annotations by the ID of their page.
    notes: dict[str, Part] = field(default_factory=dict)


def _documents(package: Package, root: Part) -> Iterator[str]:
    """Yield the document root of every body, in its newest version."""
    for body in children(root.root, "DocBody"):
        place = text(body, "DocRoot")
        versions = [v for group in children(body, "Versions") for v in children(group, "Version")]
        current = [v for v in versions if (v.get("Current") or "").lower() == "true"]
        for version in (current or sorted(versions, key=_index))[-1:]:
            try:
                part = package.part(version.get("BaseLoc") or "", root.name)
                newest = package.find(text(part.root, "DocRoot"), part.name)
            except PartError:
                continue
            place = newest or place
        yield place


def _index(version: Any) -> tuple[int, str]:
    index = version.get("Index") or ""
    return (int(index) if index.isdecimal() and len(index) < 10 else 0, index)


def _open(body: _PageBody) -> None:
    """Read what the pages of a document share: resources, templates, annotations."""
    body.shared, body.missing = resources(body.package, body.root)
    for common in children(body.root.root, "CommonData"):
        for template in children(common, "TemplatePage"):
            try:
                part: Part | PartError = body.package.part(
                    template.get("BaseLoc") or "", body.root.name
                )
            except PartError as error:
                part = error
            body.templates.setdefault(template.get("ID") or "", part)
    for listed in children(body.root.root, "Annotations"):
        try:
            index = body.package.part("".join(listed.itertext()), body.root.name)
        except PartError as error:
            body.missing.append(str(error))
            continue
        for page in children(index.root, "Page"):
            try:
                part = body.package.part(text(page, "FileLoc"), index.name)
            except PartError as error:
                body.missing.append(str(error))
                continue
            body.notes[page.get("PageID") or ""] = part


def _area(body: _PageBody, parts: list[Part]) -> Box:
    """Return the box of a page: its own, else that of its document (millimetres)."""
    owners = [child(part.root, "Area") for part in parts]
    common = child(body.root.root, "CommonData")
    owners.append(child(common, "PageArea") if common is not None else None)
    for owner in owners:
        found = box(text(owner, "PhysicalBox")) if owner is not None else None
        if found is not None and found[2] > found[0] and found[3] > found[1]:
            return found
    return _A4


def _annotations(page: Page, part: Part) -> None:
    """List the annotations of a page; they are drawn over it and are none of its text."""
    for note in part.root.iter():
        if local(note) != "Annot":
            continue
        codes = ["".join(e.itertext()) for e in note.iter() if local(e) == "TextCode"]
        look = child(note, "Appearance")
        area = box(look.get("Boundary")) if look is not None else None
        x0, top, x1, bottom = corners(area or (0.0, 0.0, 0.0, 0.0), in_points())
        kind = "watermark" if (note.get("Type") or "").lower() == "watermark" else "annotation"
        said = "".join("".join(codes).split())[:_QUOTED]
        page.objects.append(PageObject(kind, "left_out", x0, x1, top, bottom, said))


def _page(body: _PageBody, entry: Any, number: int) -> tuple[Page, list[tuple[Box, str]]]:
    """Return a page and its pictures with the names of their parts.

    Raises PartError when its content, or a template that holds its form, cannot be read.
    """
    part = body.package.part(entry.get("BaseLoc") or "", body.root.name)
    shared = body.shared
    if children(part.root, "PageRes"):
        shared, missing = resources(body.package, body.root, part)
        body.missing.extend(missing)
    below: list[Part] = []
    above: list[Part] = []
    for use in children(part.root, "Template"):
        template = body.templates.get(use.get("TemplateID") or "")
        if template is None or isinstance(template, PartError):
            raise PartError(f"its template {use.get('TemplateID')}: {template or 'not declared'}")
        order = above if (use.get("ZOrder") or "").lower() == "foreground" else below
        order.append(template)
    area = _area(body, [part, *below, *above])
    size = area[2] - area[0], area[3] - area[1]
    # Some programs count from the corner of the box, others from the corner of the sheet.
    seen = min(area[0], 0.0), min(area[1], 0.0), max(area[2], size[0]), max(area[3], size[1])
    page = Page(number, size[0] * POINTS, size[1] * POINTS)
    canvas = Canvas(page, corners(seen, in_points()), shared, body.budget)
    for layers in (*below, part, *above):
        for content in children(layers.root, "Content"):
            canvas.draw(content, in_points())
    canvas.finish()
    if (notes := body.notes.get(entry.get("ID") or "")) is not None:
        _annotations(page, notes)
    return page, canvas.pictures


@dataclass(slots=True)
class Opened:
    """An OFD file: its pages, and what is to be said of it."""

    package: Package
    source: Source
    said: list[str] = field(default_factory=list)
    pictures: dict[int, list[tuple[Box, str]]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    beside: list[PageObject] = field(default_factory=list)

    def pages(self) -> Iterator[Page]:
        """Yield the pages of all documents, numbered through.

        Raises ExtractError when the package does not say what its documents are.
        """
        file = self.source.file
        try:
            root = self.package.part("OFD.xml")
        except PartError as error:
            raise ExtractError(f"{file}: {self._locked()} ({error})") from error
        self._beside(root)
        budget, number = Budget(), 0
        for place in _documents(self.package, root):
            try:
                body = _PageBody(self.package, self.package.part(place, root.name), budget)
            except PartError as error:
                self.said.append(f"a document was not read: {error}")
                continue
            _open(body)
            self._attached(body)
            for entry in (
                p for group in children(body.root.root, "Pages") for p in children(group, "Page")
            ):
                number += 1
                if number > PAGES:
                    raise ExtractError(f"{file}: more than {PAGES} pages; split the file")
                yield self._page(body, entry, number)
            self.said.extend(dict.fromkeys(body.missing))
        if not number:
            raise ExtractError(
                f"{file}: {self._locked()}; {'; '.join(self.said) or 'no page in it'}"
            )

    def drawn(self, page: Page) -> tuple[Any, int] | None:
        """Return the picture that covers most of a page, None where it cannot be decoded.

        It is read as if it were the page: what it leaves free around it is a margin.
        """
        found = max(self.pictures[page.number], key=lambda p: _extent(p[0]), default=None)
        if found is None or not found[1]:
            return None
        try:
            (pixels, dpi), *_ = decoded(self.package.read(found[1]))
        except (PartError, KeyError, ValueError):
            return None
        return pixels, dpi

    def _locked(self) -> str:
        if any(_KEYS.search(name) for name in self.package.names):
            return "encrypted OFD; save it without encryption"
        return "damaged OFD or none, or an encrypted one; download it again"

    def _page(self, body: _PageBody, entry: Any, number: int) -> Page:
        try:
            page, pictures = _page(body, entry, number)
        except PartError as error:
            self.unread.append(number)
            self.said.append(f"page {number} was not read: {error}")
            page, pictures = Page(number, 0.0, 0.0), []
            page.objects.append(
                PageObject("page", "not_read", 0.0, 0.0, 0.0, 0.0, str(error)[:_QUOTED])
            )
        self.pictures[number] = pictures
        page.objects.extend(self.beside)
        self.beside = []
        return page

    def _beside(self, root: Part) -> None:
        """List the signatures: seals are drawn over the pages and are none of their text."""
        for body in children(root.root, "DocBody"):
            if reference := text(body, "Signatures"):
                try:
                    listed = children(self.package.part(reference, root.name).root, "Signature")
                except PartError:
                    continue
                if listed:
                    self.beside.append(
                        PageObject("signature", "left_out", 0.0, 0.0, 0.0, 0.0, count=len(listed))
                    )

    def _attached(self, body: _PageBody) -> None:
        for reference in children(body.root.root, "Attachments"):
            try:
                listed = self.package.part("".join(reference.itertext()), body.root.name)
            except PartError as error:
                body.missing.append(str(error))
                continue
            for item in children(listed.root, "Attachment"):
                name = item.get("Name") or posixpath.basename(text(item, "FileLoc"))
                self.said.append(f"the file {name!r} is attached and was not read")
                self.beside.append(PageObject("embedded", "not_read", 0.0, 0.0, 0.0, 0.0, name))


def _extent(area: Box) -> float:
    return (area[2] - area[0]) * (area[3] - area[1])


def read_ofd(source: Source) -> Document:
    """Read an OFD file.

    Raises ExtractError for an encrypted or damaged package and for one without any text. A page
    whose own parts are broken is left unread, and named in the notes.
    """
    opened = Opened(Package(source.file, source.data), source)
    scans = Scans(source)
    empty: list[int] = []

    def noted() -> Iterator[Page]:
        for page in opened.pages():
            if is_scan(page):
                read = scans.page(page.number, partial(opened.drawn, page))
                if read is not None:
                    read.objects.extend(o for o in page.objects if o.kind != "picture")
                    yield read
                    continue
            if opened.pictures.get(page.number) and not page.glyphs:
                empty.append(page.number)
            yield page

    made = document(source.file, noted())
    if not any(line.text.strip() for line in made.lines):
        if empty:
            raise ExtractError(f"{source.file}: an OFD of pictures without text; {HINT}")
        raise ExtractError(
            f"{source.file}: no text in it; {'; '.join(opened.said[:3]) or 'is it the right file?'}"
        )
    if empty:
        pages = ", ".join(map(str, empty))
        opened.said.append(f"no text on page {pages}: a picture, not read; {HINT}")
    return scans.finished(made, opened.said)
