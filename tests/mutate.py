"""Break one place of the logic at a time and see whether the nearest tests notice.

    python -m tests.mutate --mutants 200 --seed 1

First the tests of reading and checking run once under coverage, which tells which test runs which
line. Then places are drawn by chance from ``normalize``, ``reconcile`` and ``equations``: a
comparison is turned, a bound is moved by one, ``and`` becomes ``or``, a condition is negated, a
number or a constant changes, a ``continue`` becomes ``break``. Each mutant runs, in a copy of the
repository, at most ``--tests`` of the tests that run its line (those of its own folder first) until
one fails. A line that no test runs is a survivor. Nothing here is part of ``make test``.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("normalize", "reconcile", "equations")
NEAREST = ("tests/normalize", "tests/reconcile", "tests/equations", "tests/rules")
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One place that is broken: its module, line, what is done, and the module's new text."""

    module: str
    line: int
    what: str
    text: str


def _changes(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """Return the ways to break one node, each as what it does and the node to put in its place."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
        turned = TURNED[type(node.ops[0])]()
        new = ast.Compare(node.left, [turned], node.comparators)
        return [(f"{type(node.ops[0]).__name__} becomes {type(turned).__name__}", new)]
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return [(f"{type(node.op).__name__} becomes {type(other).__name__}",
                 ast.BoolOp(other, node.values))]  # fmt: skip
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [("not is dropped", node.operand)]
    if isinstance(node, ast.BinOp) and type(node.op) in TURNED:
        turned = TURNED[type(node.op)]()
        return [(f"{type(node.op).__name__} becomes {type(turned).__name__}",
                 ast.BinOp(node.left, turned, node.right))]  # fmt: skip
    if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 1000:
        return [(f"{node.value} becomes {node.value + 1}", ast.Constant(node.value + 1))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [(f"{node.value} becomes {not node.value}", ast.Constant(not node.value))]
    if isinstance(node, ast.Continue):
        return [("continue becomes break", ast.Break())]
    if isinstance(node, ast.IfExp):
        return [("if and else change places", ast.IfExp(node.test, node.orelse, node.body))]
    return []


def mutants(module: Path) -> list[Mutant]:
    """Return every mutant of a module; its text is put together from the source, not unparsed."""
    source = module.read_text("utf-8")
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    raw = source.encode()
    found = []
    for node in _logic(ast.parse(source)):
        for what, new in _changes(node):
            begin = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            code = ast.unparse(ast.fix_missing_locations(new))
            if isinstance(node, ast.expr):
                code = f"({code})"
            text = (raw[:begin] + code.encode() + raw[end:]).decode()
            try:
                ast.parse(text)
            except SyntaxError:  # inside an f-string, say
                continue
            name = module.relative_to(ROOT).as_posix()
            found.append(Mutant(name, node.lineno, what, text))
    return found


def _logic(tree: ast.Module) -> list[ast.expr | ast.Continue]:
    """Return the nodes inside functions, without annotations, defaults and f-strings."""
    found: list[ast.expr | ast.Continue] = []
    todo: list[ast.AST] = [
        statement
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for statement in node.body
    ]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if id(node) in seen or isinstance(node, ast.FunctionDef | ast.JoinedStr):
            continue
        seen.add(id(node))
        if isinstance(node, ast.expr | ast.Continue):
            found.append(node)
        skipped = {id(node.annotation)} if isinstance(node, ast.AnnAssign) else set()
        todo += [child for child in ast.iter_child_nodes(node) if id(child) not in skipped]
    return sorted(found, key=lambda n: (n.lineno, n.col_offset))


def _covered(copy: Path, nearest: list[str]) -> dict[tuple[str, int], list[str]]:
    """Run the nearest tests under coverage; return the tests that run each line, quickest first."""
    import coverage

    data = copy / ".mutate.coverage"
    rc = copy / ".mutate.rc"
    rc.write_text(
        "[run]\nbranch = True\ndynamic_context = test_function\ndata_file = "
        f"{data}\nsource = finalaccounts\n[report]\nskip_covered = True\n"
    )
    command = [sys.executable, "-m", "coverage", "run", f"--rcfile={rc}", "-m", "pytest", "-q"]
    subprocess.run([*command, "-p", "no:cacheprovider", *nearest], cwd=copy, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    report = [sys.executable, "-m", "coverage", "report", f"--rcfile={rc}"]
    for room in ROOMS:
        done = subprocess.run([*report, f"--include=finalaccounts/{room}/*", "--format=total"],
                              cwd=copy, capture_output=True, text=True)  # fmt: skip
        print(f"{room}: {done.stdout.strip()} % of lines and branches run by these tests")
    measured = coverage.CoverageData(str(data))
    measured.read()
    found: dict[tuple[str, int], list[str]] = {}
    for file in measured.measured_files():
        name = Path(file).relative_to(copy).as_posix()
        for line, contexts in measured.contexts_by_lineno(file).items():
            found[name, line] = [c for c in contexts if c]
    return found


def _node(context: str) -> str:
    """Return the pytest address of a context (``tests.a.test_b.test_c``)."""
    parts = context.split(".")
    for i in range(len(parts), 0, -1):
        if (ROOT / Path(*parts[:i])).with_suffix(".py").is_file():
            return "::".join([str(Path(*parts[:i])) + ".py", *parts[i:]])
    return ""


def _nearest(mutant: Mutant, contexts: list[str], most: int) -> list[str]:
    """Return at most so many tests, those of the module's own folder and the rarest files first."""
    addresses = sorted({a for c in contexts if (a := _node(c))})
    own = Path(mutant.module).parts[1:-1]
    files = Counter(a.split("::")[0] for a in addresses)

    def far(address: str) -> tuple[int, int, str]:
        parts = Path(address.split("::")[0]).parts[1:]
        common = sum(1 for a, b in zip(own, parts, strict=False) if a == b)
        return (-common, files[address.split("::")[0]], address)

    return sorted(addresses, key=far)[:most]


def _caught(copy: Path, mutant: Mutant, tests: list[str], seconds: int) -> bool:
    target = copy / mutant.module
    kept = target.read_text("utf-8")
    target.write_text(mutant.text, "utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=seconds)
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(kept, "utf-8")


def main() -> None:
    """Print each survivor, then how many mutants were caught, by room."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", type=int, default=25, help="tests that each mutant may run")
    parser.add_argument("--seconds", type=int, default=120, help="for the tests of one mutant")
    parser.add_argument("--only", default="", help="modules whose path holds this")
    asked = parser.parse_args()
    modules = [p for room in ROOMS for p in sorted((ROOT / "finalaccounts" / room).rglob("*.py"))]
    every = [m for p in modules if asked.only in str(p) for m in mutants(p)]
    drawn = random.Random(asked.seed).sample(every, min(asked.mutants, len(every)))  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "site", ".cache")
        )
        lines = _covered(copy, [name for name in NEAREST if (ROOT / name).exists()])
        caught: Counter[str] = Counter()
        tried: Counter[str] = Counter()
        for n, mutant in enumerate(drawn, 1):
            room = Path(mutant.module).parts[1]
            tests = _nearest(mutant, lines.get((mutant.module, mutant.line), []), asked.tests)
            tried[room] += 1
            if tests and _caught(copy, mutant, tests, asked.seconds):
                caught[room] += 1
            else:
                why = "" if tests else " (no test runs this line)"
                print(
                    f"{n}: survived {mutant.module}:{mutant.line}: {mutant.what}{why}", flush=True
                )
    for room in ROOMS:
        print(f"{room}: {caught[room]} of {tried[room]} caught")
    total, all_caught = sum(tried.values()), sum(caught.values())
    print(f"{all_caught} of {total} mutants caught ({100 * all_caught / max(total, 1):.1f} %)")


if __name__ == "__main__":
    main()
