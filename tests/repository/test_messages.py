"""Every message that ends a command or sets a file aside is on the page of messages, and explained."""

import ast
import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTED = ROOT / "data/reference/cn/messages.csv"
# Errors a person meets as sentences of their own. ValueErrors are said within one of these.
MET = {
    *("AddError", "CertificateError", "CollectError", "ExtractError", "FaultError"),
    *("HandwrittenError", "IdentityError", "IntegrityError", "LimitError", "LinkError"),
    *("PackageError", "PathError", "PublishError", "ReferenceDataError", "RefusedError"),
    *("ReleaseError", "ResponseError", "RevisionError", "SupersedeError", "TypedError"),
    *("UndoError", "fail"),
}
SHORT = 8  # characters that are no hole: a message of less is another one's words


def template(node):
    """A message as the page writes it: its first line, a hole for what varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.BinOp):
        return template(node.left) + template(node.right)
    return "…"


def messages():
    found = {}
    for path in sorted((ROOT / "finalaccounts").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name not in MET or (name == "fail") is isinstance(node, ast.Raise):
                continue
            for argument in call.args:
                text = re.sub("…+", "…", template(argument)).partition("\n")[0].strip()
                if len(re.sub("[…:;, ]", "", text)) >= SHORT:
                    found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def rows():
    with LISTED.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_page_lists_every_message_and_no_other():
    listed = [row["message"] for row in rows()]
    assert len(listed) == len(set(listed))
    found = messages()
    missing = {text: where for text, where in found.items() if text not in listed}
    assert not missing, f"add a row (message, zh) to {LISTED.relative_to(ROOT)}: {missing}"
    gone = [text for text in listed if text not in found]
    assert not gone, f"no code says this any more: {gone}"


def test_every_message_is_explained_in_chinese():
    for row in rows():
        assert re.search("[\u4e00-\u9fff]{3}", row["zh"]), row
    page = (ROOT / "site_src/about/messages/index.md").read_text("utf-8")
    assert "for row in messages" in page
