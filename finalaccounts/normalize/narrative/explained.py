"""The department's own words: reasons, problems, measures, and remarks that there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finalaccounts.model import Explanation
from finalaccounts.normalize.narrative.codes import Names, classified
from finalaccounts.normalize.narrative.flow import TextBlock
from finalaccounts.normalize.narrative.headings import Spot
from finalaccounts.reference.explanations import Marker, explanations
from finalaccounts.reference.narrative import sections, statements

_TRIM = "\u3002\uff0c\uff1b\uff1a"


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    start: int
    end: int
    code: str = ""
    section: str = ""


class Explainer:
    """Reads the blocks in order; a heading such as 'problems' holds for the blocks under it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.kind = ""
        self.level = -1
        self.code = ""

    def _heading(self, spot: Spot) -> None:
        """Take a heading: it opens or closes a run of blocks that are one kind of explanation."""
        if spot.begins or spot.level >= 0:
            self.code = ""
        kind = next((h.kind for h in explanations().headings if h.pattern.match(spot.heading)), "")
        if kind and (spot.level >= 0 or spot.is_heading):
            self.kind, self.level = kind, spot.level
        elif spot.begins or (spot.level >= 0 and spot.level <= self.level):
            self.kind, self.level = "", -1

    def read(self, block: TextBlock, spot: Spot) -> list[Explanation]:
        """Return the explanations of a block; of a heading only where it is an entry of a list."""
        self._heading(spot)
        if spot.is_heading and not (self.kind and spot.level > self.level):
            return []
        text, start = block.text, spot.start
        if self.kind:
            begin = start + len(spot.heading) + 1 if spot.level == self.level else start
            found = [_Found(self.kind, begin, len(text))]
        else:
            found = _marked(text, start)
            found += [e for e in _empty(text, start, spot) if not _inside(e, found)]
        codes = {start: self.code}
        codes |= {item.end + start: item.code for item in classified(text[start:], self.names)}
        self.code = codes[max(codes)]
        made = (_make(block, spot, f, codes) for f in sorted(found, key=lambda f: f.start))
        return [explanation for explanation in made if explanation]


def _inside(one: _Found, others: list[_Found]) -> bool:
    return any(o.start <= one.start < o.end for o in others)


def _make(
    block: TextBlock, spot: Spot, found: _Found, codes: Mapping[int, str]
) -> Explanation | None:
    start, end = found.start, found.end
    while start < end and block.text[start] in _TRIM:
        start += 1
    while end > start and block.text[end - 1] in _TRIM:
        end -= 1
    said = block.raw[start:end].replace(" ", "")
    if not said or explanations().nothing.match(block.text[start:end]):
        return None
    code = next((codes[at] for at in sorted(codes, reverse=True) if at <= start), "")
    line = block.document.lines[block.at[start][0] - 1]
    return Explanation(
        section=found.section or spot.section,
        code=code if found.kind == "reason" else "",
        kind=found.kind,
        text=said,
        source=block.document.source,
        source_line=line.number,
        page="" if line.page is None else str(line.page),
    )


def _marked(text: str, start: int) -> list[_Found]:
    data = explanations()
    hits: list[tuple[int, int, Marker]] = []
    for marker in data.markers:
        for match in marker.pattern.finditer(text, start):
            if any(s < match.end() and match.start() < e for s, e, _ in hits):
                continue
            if marker.after_change and not _change_before(text, start, match.start()):
                continue
            hits.append((match.start(), match.end(), marker))
    hits.sort(key=lambda h: h[0])
    found: list[_Found] = []
    done = start
    for index, (at, begin, marker) in enumerate(hits):
        if at < done:
            continue
        if marker.stop == "paragraph":
            later = [h[0] for h in hits[index + 1 :] if h[2].stop == "paragraph"]
            end = min(later, default=len(text))
        else:
            stop = data.sentence_stop.search(text, begin)
            end = min([stop.start() if stop else len(text), *(h[0] for h in hits[index + 1 :])])
        done = end
        found.append(_Found(marker.kind, begin, end))
    return found


def _change_before(text: str, start: int, at: int) -> bool:
    """True when this sentence or the one before states a change by a number."""
    stops = [i for i in range(start, at) if explanations().sentence_stop.match(text[i])]
    begin = stops[-2] if len(stops) > 1 else start
    words = statements().directions
    said = text[begin:at]
    return any(c.isdigit() for c in said) and any(
        w in said for key in ("increase", "decrease") for w in words[key] if len(w) > 1
    )


def _empty(text: str, start: int, spot: Spot) -> list[_Found]:
    data = explanations()
    if spot.section in {p.default for p in sections().parts if p.fixed}:
        return []
    found: list[_Found] = []
    begin = start
    for end in [*(m.start() for m in data.sentence_stop.finditer(text, start)), len(text)]:
        said = text[begin:end]
        if data.empty.pattern.search(said) and not data.empty.not_.search(said):
            cut = data.empty.strip.match(said)
            section = next(
                (s.key for s in sections().sections if s.mention and s.mention.search(said)), ""
            )
            found.append(_Found("empty_table", begin + (cut.end() if cut else 0), end, "", section))
        begin = end + 1
    return found
