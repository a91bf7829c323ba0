"""``make audit``: ask an advisory service about every package of a build.

Where it does not answer, that is said loudly, never passed over as "nothing found".
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[2] / "requirements" / "build.txt"
ASK = ("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", "-r")


def verdict(answer: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print of an answer of pip-audit."""
    packages = answer["dependencies"]
    silent = [p["name"] for p in packages if "skip_reason" in p]
    found = [(p, v) for p in packages for v in p.get("vulns", ())]
    lines = [
        f"{p['name']} {p['version']}: {v['id']}, fixed in {', '.join(v['fix_versions']) or 'no version'}"
        for p, v in found
    ]
    asked = len(packages) - len(silent)
    lines.append(f"{len(packages)} packages, {asked} audited, {len(found)} known vulnerabilities")
    if silent:
        lines.append(f"NOT AUDITED, the advisory service does not answer for: {', '.join(silent)}")
    return (1 if found else 0), lines


def main() -> int:
    """Ask and print; 1 when something is known against a package."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *ASK, str(LOCK)], capture_output=True, text=True
    )
    try:
        code, lines = verdict(json.loads(done.stdout))
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        code, lines = 0, [f"NOT AUDITED, nothing was asked: {reason}"]
    print(*lines, sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
