"""What people answered to findings: replies of the department, and findings withdrawn.

Two files may stand beside a report, typed by hand: ``replies.toml`` (``[[reply]]``) and
``withdrawn.toml`` (``[[withdrawn]]``). A withdrawn finding keeps its address and says so, also
when it does not come out any more; it is counted nowhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from finalaccounts.model import Finding, Reconciled
from finalaccounts.reference import ReferenceDataError


class ResponseError(ReferenceDataError):
    """A file of responses is wrong: the message names file, entry and what was expected."""


class _Typed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(_Typed):
    """The department's own explanation of a finding, verbatim."""

    finding: str
    date: date
    by: str
    text: str
    url: str = ""


class Withdrawn(_Typed):
    """A finding that was taken back, with the reason in both languages."""

    finding: str
    date: date
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

    Raises ResponseError when a file cannot be parsed or an entry does not fit.
    """
    replies: dict[str, tuple[Reply, ...]] = {}
    withdrawn: dict[str, Withdrawn] = {}
    for name in ("replies.toml", "withdrawn.toml"):
        path = folder / name
        if not path.exists():
            continue
        try:
            listed = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            where = "; ".join(
                f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()
            )
            raise ResponseError(f"{path}: {where}") from error
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ResponseError(f"{path}: {error}") from error
        for reply in sorted(listed.reply, key=lambda r: r.date):
            replies[reply.finding] = (*replies.get(reply.finding, ()), reply)
        for entry in listed.withdrawn:
            withdrawn[entry.finding] = entry
    return Responses(replies, withdrawn)
