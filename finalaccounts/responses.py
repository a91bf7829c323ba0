"""What people answered to findings: replies of the department, and findings withdrawn.

Two files may stand beside a report, typed by hand: ``replies.toml`` (``[[reply]]``) and
``withdrawn.toml`` (``[[withdrawn]]``). A withdrawn finding keeps its address and says so, also
when it does not come out any more; it is counted nowhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from finalaccounts.handtyped import DateTyped, TypedError, WebAddress, read_toml
from finalaccounts.model import Finding, Reconciled
from finalaccounts.reference import ReferenceDataError


class ResponseError(ReferenceDataError):
    """A response speaks of a finding that is not there; the message names the nearest one.

    It stops the build: were it passed over, an accusation would stand without its answer.
    """


class _Typed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(_Typed):
    """The department's own explanation of a finding, verbatim."""

    finding: str
    date: DateTyped
    by: str
    text: str
    url: WebAddress = ""


class Withdrawn(_Typed):
    """A finding that was taken back, with the reason in both languages."""

    finding: str
    date: DateTyped
    reason_zh: str
    reason_en: str
    title_zh: str = ""  # as it was published, for when it does not come out any more
    title_en: str = ""


class _File(_Typed):
    reply: tuple[Reply, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Responses:
    """Replies and withdrawals of one report, by id of the finding."""

    replies: dict[str, tuple[Reply, ...]] = field(default_factory=dict)
    withdrawn: dict[str, Withdrawn] = field(default_factory=dict)

    def standing(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that are not withdrawn."""
        return tuple(f for f in findings if f.finding_id not in self.withdrawn)

    def must_fit(self, findings: Iterable[Finding], where: Path) -> None:
        """Raise ResponseError for an answer to, or a withdrawal of, a finding that is not there.

        A withdrawn finding that does not come out any more is known by the titles it had.
        """
        told = list(findings)
        # What one cause explains had a finding of its own once, and may have been answered.
        known = {f.finding_id for f in told} | {e for f in told for e in f.explains}
        gone = {w.finding for w in self.withdrawn.values() if w.title_zh and w.title_en}
        for file, ids in (("replies.toml", self.replies), ("withdrawn.toml", self.withdrawn)):
            for given in ids:
                if given not in known | gone:
                    near = difflib.get_close_matches(given, sorted(known), 1, 0)
                    said = f"the nearest one is {near[0]!r}" if near else "it has no findings"
                    raise ResponseError(
                        f"{where / file}: the report has no finding {given!r}; {said}"
                    )

    def upon(self, built: Reconciled) -> Reconciled:
        """Return what checking gave, without the findings that are withdrawn."""
        return replace(built, findings=self.standing(built.findings))

    def taken_back(
        self, findings: Iterable[Finding]
    ) -> tuple[tuple[Withdrawn, Finding | None], ...]:
        """Return every withdrawal with its finding where that still comes out."""
        known = {f.finding_id: f for f in findings}
        return tuple((w, known.get(w.finding)) for w in self.withdrawn.values())


def read_responses(folder: Path) -> Responses:
    """Read the responses beside a report; both files may be absent.

    Raises TypedError when a file cannot be parsed or an entry does not fit.
    """
    replies: dict[str, tuple[Reply, ...]] = {}
    withdrawn: dict[str, Withdrawn] = {}
    for name in ("replies.toml", "withdrawn.toml"):
        path = folder / name
        if not path.exists():
            continue
        try:
            listed = _File.model_validate(read_toml(path))
        except ValidationError as error:
            where = "; ".join(
                f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()
            )
            raise TypedError(f"{path}: {where}") from error
        for reply in sorted(listed.reply, key=lambda r: r.date):
            replies[reply.finding] = (*replies.get(reply.finding, ()), reply)
        for entry in listed.withdrawn:
            withdrawn[entry.finding] = entry
    return Responses(replies, withdrawn)
