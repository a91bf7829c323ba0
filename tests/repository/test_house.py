"""Rules of the house that a machine can hold: language, size, pins, imports, workflows."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")
MODULES = [*sorted((ROOT / "finalaccounts").rglob("*.py")), ROOT / "build.py"]
STAGES = ("collect", "extract", "normalize", "reconcile", "render", "site")


def tracked() -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [p for line in out.splitlines() if (p := ROOT / line).is_file()]


def name(module: Path) -> str:
    return str(module.relative_to(ROOT))


def stage(module: Path) -> str:
    parts = module.relative_to(ROOT).parts
    return parts[1] if parts[0] == "finalaccounts" and len(parts) > 2 else ""


TREES = {module: ast.parse(module.read_text("utf-8")) for module in MODULES}


def test_no_chinese_label_in_code():
    hits = [
        f"{name(module)}:{n}: {line.strip()}"
        for module in MODULES
        for n, line in enumerate(module.read_text("utf-8").splitlines(), 1)
        if HAN.search(line)
    ]
    assert not hits, "labels live in data/reference/:\n" + "\n".join(hits)


def test_modules_are_small():
    lines = {name(m): len(m.read_text("utf-8").splitlines()) for m in MODULES}
    large = {m: n for m, n in lines.items() if n > 300}
    assert not large, f"more than 300 lines, part them by what they do: {large}"


def test_no_stage_imports_another():
    hits = []
    for module, tree in TREES.items():
        own = stage(module)
        if own not in STAGES:
            continue
        # render and site are the two halves behind the door: pages, and what publishes them.
        allowed = {own} | ({"render"} if own == "site" else set())
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [a.name for a in node.names]
            for imported in names:
                bits = imported.split(".")
                if bits[0] == "finalaccounts" and {*bits[1:2]} & {*STAGES} - allowed:
                    hits.append(f"{name(module)}:{node.lineno} imports {imported}")
    assert not hits, "stages meet in shared nouns only:\n" + "\n".join(hits)


def test_public_things_have_docstrings():
    hits = [name(m) for m, tree in TREES.items() if not ast.get_docstring(tree)]
    for module, tree in TREES.items():
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if public and not ast.get_docstring(node):
                hits.append(f"{name(module)}:{node.lineno} {node.name}")
    assert not hits, "without a docstring:\n" + "\n".join(hits)


def test_no_class_name_stands_twice_in_a_stage():
    places = defaultdict(list)
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[stage(module), node.name].append(f"{name(module)}:{node.lineno}")
    twice = {key: found for key, found in places.items() if len(found) > 1}
    assert not twice, f"one word, one meaning: {twice}"


def test_no_vague_module_names():
    vague = {"utils", "util", "helpers", "core", "common", "manager", "misc", "v2"}
    assert not [m for m in MODULES if vague & set(re.split(r"[/_.]", str(m.relative_to(ROOT))))]


def test_what_installs_packages_names_no_address():
    for name in ("Makefile", "pyproject.toml", ".ci/run"):
        assert "://" not in (ROOT / name).read_text("utf-8"), name
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text("utf-8"), path


def test_no_index_option_and_no_machine_path():
    bad = re.compile(r"(?<!emit-)index-url|--index-|(?<![\w.])/(?:work|root|farm|home)/\w")
    for path in tracked():
        if path.suffix in {
            ".py",
            ".toml",
            ".txt",
            ".in",
            ".sh",
            ".yml",
            ".md",
            ".json",
            ".lock",
            "",
        } and not any(part in {"reports", "golden"} for part in path.parts):
            if path == Path(__file__):
                continue
            for n, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
                assert not bad.search(line), f"{path}:{n}: {line[:120]}"


@pytest.mark.parametrize("name", ["build", "test", "ocr"])
def test_every_pin_has_hashes(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    pins = [b for b in blocks if "==" in b.splitlines()[0]]
    assert pins and all("--hash=sha256:" in b for b in pins)
    wanted = (ROOT / f"requirements/{name}.in").read_text()
    have = {re.split(r"[=\[; ]", b)[0].lower() for b in pins}
    for line in wanted.splitlines():
        if line and not line.startswith(("#", "-")):
            assert re.split(r"[<>=\[; ]", line)[0].lower() in have, (
                f"{line} is not locked: make lock"
            )


@pytest.mark.parametrize(
    ("schema", "files"),
    [("workflows", "workflows/*.yml"), ("issue-forms", "ISSUE_TEMPLATE/[!c]*.yml")],
)
def test_files_for_github_are_valid(schema, files):
    found = [str(path) for path in sorted((ROOT / ".github").glob(files))]
    assert found
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, f"vendor.github-{schema}", *found], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ci_runs_the_readmes_commands():
    readme = (ROOT / "README.md").read_text("utf-8")
    run = (ROOT / ".ci/run").read_text()
    for command in ("make site", "make test"):
        assert command in readme and command in run


def test_comments_cite_only_what_is_in_the_repository():
    foreign = re.compile(r"design section|domain notes|house\.md|\bshared/")
    hits = []
    for path in tracked():
        if path.suffix in {".py", ".toml", ".j2", ".html", ".css", ".js", ".md"}:
            if {"reports", "golden", "releases"} & set(path.parts) or path == Path(__file__):
                continue
            for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if foreign.search(line):
                    hits.append(f"{name(path)}:{n}: {line.strip()[:80]}")
    assert not hits, "\n".join(hits)


def test_decisions_are_numbered_whole_and_listed_in_the_map():
    listed = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(f.name[:4]) for f in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text("utf-8")
        assert re.findall(r"(?m)^## (\w+)", text)[:3] == ["Context", "Decision", "Consequences"]
        title = text.splitlines()[0].removeprefix(f"# {file.name[:4]}. ")
        assert f"[{file.name[:4]}](docs/decisions/{file.name}) {title}" in listed, file.name
