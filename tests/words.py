"""Print every template of the findings with its longest and its shortest real instance.

``python -m tests.words`` (``make words``) writes Markdown to standard output: to be read as an
editor reads. Instances are the sentences of the published reports, of the golden reports and of
the worked examples of the rules; a template without one says so.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import build
from finalaccounts.model import Finding
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import ROOT
from tests.rules.examples import read

GOLDEN = Path(__file__).parent / "golden"
SENTENCES = ("type", "message", "tail", "base", "benign", "diagnosis")
_PLACE = re.compile(r"\{(\w+)\}")


def findings() -> Iterator[Finding]:
    """Yield the findings of all reports at hand."""
    for folder in build.folders(Path(build.ROOT / "data")):
        yield from reconcile(build.load(folder)).findings
    for path in sorted(GOLDEN.glob("*/report.txt")):
        yield from reconcile(build.read([path])).findings
    for page in sorted((Path(__file__).parent / "rules").glob("*.md")):
        for example in read(page):
            yield from reconcile(example.report()).findings


def templates() -> Iterator[tuple[str, str]]:
    """Yield (key, Chinese template) of every sentence that a finding can say."""
    words = tomllib.loads((ROOT / "strings" / "findings.toml").read_text("utf-8"))
    for group in SENTENCES:
        for key, entry in words[group].items():
            for field in ("title_zh", "zh", "benign_zh"):
                if entry.get(field):
                    yield f"{group}.{key}.{field}", entry[field]


def pattern(template: str, *, title: bool) -> re.Pattern[str]:
    """Return what finds a sentence made of a template."""
    parts = _PLACE.split(template)
    body = "".join(re.escape(p) if n % 2 == 0 else "(?:.+?)" for n, p in enumerate(parts))
    if title:
        return re.compile(f"^{body}$")
    return re.compile(body if not template.startswith("{") else f"(?:^|(?<=。)){body}")


def main() -> None:
    """Print the page."""
    said: dict[str, list[str]] = defaultdict(list)
    for finding in findings():
        said["title_zh"].append(finding.title_zh)
        said["zh"].append(finding.message_zh)
        said["benign_zh"].append(finding.benign_zh)
    print("# Templates of the findings\n")
    for key, template in templates():
        field = key.rsplit(".", 1)[1]
        found = pattern(template, title=field == "title_zh")

        hits = sorted({m.group() for text in said[field] + said["zh"] if (m := found.search(text))}, key=len)  # fmt: skip
        print(f"## {key}\n\n`{template}`\n")
        if not hits:
            print("- no instance at hand\n")
            continue
        print(f"- {hits[-1]}")
        if hits[0] != hits[-1]:
            print(f"- {hits[0]}")
        print()


if __name__ == "__main__":
    main()
