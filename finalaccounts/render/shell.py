"""The shell around every page: templates, the site's own facts, and the finished file."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import FileSystemLoader
from markupsafe import Markup
from pydantic import AfterValidator, Field, ValidationError

from finalaccounts import escaping
from finalaccounts.exit_codes import ADDRESS, WITHOUT_PREVIEWS
from finalaccounts.handtyped import TypedError, WebAddress, contact, read_toml
from finalaccounts.home import shipped
from finalaccounts.model import Finding, Reconciled, Report
from finalaccounts.reference import ReferenceDataError, Strict, problems
from finalaccounts.render import languages, previews, shown
from finalaccounts.render.chapters import by_chapter
from finalaccounts.render.grids import escape, markdown
from finalaccounts.render.links import anchor, relative
from finalaccounts.render.policy import guarded
from finalaccounts.render.published import Published, Unpublished
from finalaccounts.render.words import Words, words
from finalaccounts.responses import Responses, Withdrawn

TEMPLATES = shipped("templates")
NAVIGATION = ("departments", "findings", "compare", "codes", "search", "data", "method", "english")


class File(NamedTuple):
    """A file of the site: its address from the root, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A report and what checking it gave: what every page is made of."""

    report: Report
    reconciled: Reconciled
    responses: Responses = field(default_factory=Responses)
    withdrawn: tuple[tuple[Withdrawn, Finding | None], ...] = ()
    # Pictures of numbers that nothing confirms, by the id of their figure.
    pieces: Mapping[str, bytes] = field(default_factory=dict)


def _departments(rows: Iterable[Any]) -> list[list[Any]]:
    """Return lines of reports by department, in the order in which departments come first."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.hub, []).append(row)
    return list(found.values())


class SiteFacts(Strict):
    """``data/site.toml``: what people say of the site itself."""

    title: str
    tagline: str = ""
    site_url: WebAddress = Field(default="", pattern="^(.*/)?$")
    operator: str = ""
    corrections: Annotated[str, AfterValidator(contact)] = ""
    previews: bool = True  # pictures for links, see render/previews.py
    licence: str = "CC-BY-4.0"
    licence_url: WebAddress = ""


class Crumb(NamedTuple):
    """One step of the breadcrumb: words, and the page (empty for the current one)."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn: where, by which template, from which context."""

    path: str = field(metadata={"doc": "Address from the root, ending in .html."})
    template: str = field(metadata={"doc": "File name below templates/."})
    title: str = field(metadata={"doc": "Title of the page, without the site's name."})
    context: Any = field(metadata={"doc": "The dataclass that the template is given as `page`."})
    nav: str = ""
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    language: str = "zh"
    jsonld: str = ""
    image: str = ""  # the picture that goes with a link to the page; else that of the site
    absolute: bool = False  # links from the site's root: for the page shown at any depth


def site_facts(data: Path) -> SiteFacts:
    """Read ``site.toml``; raises ReferenceDataError naming the key that is wrong.

    The address of the site may be given by who publishes it (``build --site-url``).
    """
    path = data / "site.toml"
    try:
        given: dict[str, Any] = {}
        given |= {"site_url": address} if (address := os.environ.get(ADDRESS)) else {}
        given |= {"previews": False} if os.environ.get(WITHOUT_PREVIEWS) else {}
        return SiteFacts.model_validate(read_toml(path) | given)
    except ValidationError as error:
        raise ReferenceDataError(problems(str(path), error)) from error
    except TypedError as error:
        raise ReferenceDataError(str(error)) from error


def smaller_css(text: str) -> str:
    """Return a stylesheet without comments and needless white space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(";}", "}").strip()


_TAG = re.compile(r"<script\b.*?</script>|<[a-z][^<>]*>", re.S)
_STYLE = re.compile(r"<style>.*?</style>", re.S)
_QUOTED = re.compile(r"""="([^\s"'`=<>]+)"(?=[ >])""")


def smaller_html(text: str) -> str:
    """Return a page without indents and without the quotes that HTML does not need.

    Text stays as it is, white space within a line too: lines of a source are shown verbatim.
    (A general minifier folds it, which is why none is used; measured, it saved as much as this.)
    """
    text = re.sub(r"\n\s*", "\n", text)
    text = re.sub(r"\n(?=</?(?:[dtu][dlrt]|t(?:body|able)|p|li|s(?:ection|vg)|div)\b)", "", text)
    return _TAG.sub(
        lambda tag: tag[0] if tag[0].startswith("<script") else _QUOTED.sub(r"=\1", tag[0]), text
    )


class Styles:
    """The stylesheets as published: lengths written out where they are used, names shortened.

    ``site`` is all that a department-year page needs; the other pages read ``more`` after it, and
    whoever wants more contrast ``contrast`` after both.
    """

    def __init__(self) -> None:
        names = ("site", "more", "contrast")
        texts = [smaller_css((TEMPLATES / "assets" / f"{n}.css").read_text("utf-8")) for n in names]
        self._fixed = dict(re.findall(r"(--(?:s\d|r)):([\w.]+)", texts[0]))
        tokens = dict.fromkeys(re.findall(r"--[\w-]+(?=:)", "".join(texts)))
        kept = (token for token in tokens if token not in self._fixed)
        self._short = {token: f"--{n:x}" for n, token in enumerate(kept)}
        self.site, self.more, self.contrast = (
            self._file(*pair) for pair in zip(names, texts, strict=True)
        )

    def _file(self, name: str, text: str) -> File:
        css = self.shorter(re.sub(r"--(?:s\d|r):[\w.]+;?", "", text)).replace(";}", "}").encode()
        return File(f"assets/{name}.{hashlib.sha256(css).hexdigest()[:10]}.css", css)

    def shorter(self, text: str) -> str:
        """Return CSS, or a page with styles of its own, in the words of the two stylesheets."""
        text = re.sub(r"var\((--\w+)\)", lambda use: self._fixed.get(use[1], use[0]), text)
        return re.sub(r"(?<![\w-])--[a-z][\w-]*", lambda use: self._short.get(use[0], use[0]), text)


class Shell:
    """Draws pages: one Jinja environment, stylesheets with the hash of their content as name."""

    def __init__(self, facts: SiteFacts, published: Published | None = None) -> None:
        self.facts = facts
        self.published = published or Unpublished()
        self.styles = Styles()
        self.css, self.more = self.styles.site, self.styles.more
        switch = (TEMPLATES / "assets" / "contrast.js").read_bytes()
        contrast = (self.styles.contrast, File("assets/contrast.js", switch))
        self.assets = (self.css, self.more, *contrast)  # what every page may ask for
        self.image = f"{previews.SITE}-wide.png" if self.preview() else ""
        self.environment = escaping.html(FileSystemLoader(TEMPLATES))
        mail = facts.corrections
        self.environment.globals["corrections"] = f"mailto:{mail}" if "@" in mail else mail
        self.environment.filters.update(
            amount=shown.amount,
            percent=shown.percent,
            signed=shown.signed_percent,
            md=escape,
            table=markdown,
            anchor=anchor,
            chapters=by_chapter,
            departments=_departments,
        )

    def preview(self, count: int = 0) -> previews.Preview | None:
        """Return the picture of the site, which names ``count`` reports; None where there is none."""
        share, facts = self.words(languages.FIRST).share, self.facts
        text = share("site", count=count)
        made = previews.of_site(facts.title, facts.tagline, text, share.caution)
        return made if facts.previews and previews.drawable(made) else None

    def answered_by(self, published: Published) -> Shell:
        """Return this shell for pages whose questions another publication answers."""
        other = copy.copy(self)
        other.published = published
        return other

    def words(self, language: str) -> Words:
        """Return the catalogue of a language."""
        return words(language)

    def around(self, page: Page) -> dict[str, Any]:
        """Return what ``base.html`` needs: the page's facts, words, and links from where it stands.

        ``url`` leads to the page in the reader's language where there is one; ``twin`` is this
        page in the other language, or that language's home page.
        """
        words = self.words(page.language)
        here = languages.address(page.path, words)
        root = urlsplit(self.facts.site_url).path or "/"
        first = page.language == languages.FIRST
        other = self.words(languages.LANGUAGES[-1] if first else languages.FIRST)
        has_twin = languages.translated(page.path, other)

        def link(there: str) -> str:
            return root + there if page.absolute else relative(here, there)

        return {
            "shell": page,
            "t": words,
            "site": self.facts,
            "stylesheets": (self.css.path, self.more.path),
            "contrast": self.styles.contrast.path,
            "navigation": NAVIGATION,
            "here": here,
            "root": root,
            "cited": self.published.cited(page.title, here, page.language),
            "image_path": page.image or self.image,
            "image": link(page.image or self.image) if page.image or self.image else "",
            "feeds": self.published.alternates(page.path),
            "other": other,
            "has_twin": has_twin,
            "twin": link(languages.address(page.path if has_twin else "index.html", other)),
            "url": lambda there: link(languages.address(there, words)),
        }

    def draw(self, page: Page, **more: Any) -> File:
        """Return the finished HTML of a page."""
        around = self.around(page)
        template = self.environment.get_template(page.template)
        html = template.render(page=page.context, **around, **more)
        if not page.template.endswith(".md"):
            if page.language != languages.FIRST:
                html = languages.marked(html)
            html = smaller_html(html)
            html = guarded(_STYLE.sub(lambda own: self.styles.shorter(own[0]), html))
        return File(around["here"], html.strip().encode() + b"\n")

    def part(self, template: str, language: str, here: str, **context: Any) -> Markup:
        """Return a partial drawn for the page at ``here`` (for Markdown twins and feeds)."""
        done = self.environment.get_template(template).render(
            t=self.words(language), url=lambda there: relative(here, there), **context
        )
        return Markup(done)  # noqa: S704  drawn by an autoescaping environment


def fields_documented(context: type) -> Iterable[str]:
    """Yield the fields of a page context that lack a ``doc`` (a test holds this empty)."""
    for f in dataclasses.fields(context):
        if not f.metadata.get("doc"):
            yield f"{context.__name__}.{f.name}"
