"""The examples run: of every docstring, and of the README."""

import contextlib
import doctest
import importlib
import io
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

import autograd
import nn
from autograd.primitives import FAMILIES, TABLE

README = Path(__file__).parent.parent / "README.md"
MODULES = [
    "autograd",
    *(m.name for m in pkgutil.walk_packages(autograd.__path__, "autograd.")),
    *(m.name for m in pkgutil.walk_packages(nn.__path__, "nn.")),
]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
PRINTED = re.compile(r"^\s*print\(.*\)\s+# (?P<output>.+)$")


def assert_examples_hold(examples: list[doctest.DocTest]) -> int:
    """Run them, with their failures as the message; how many there were."""
    report, runner = io.StringIO(), doctest.DocTestRunner(verbose=False)
    for example in examples:
        runner.run(example, out=report.write, clear_globs=False)
    assert runner.failures == 0, report.getvalue()
    return runner.tries


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module(name: str) -> None:
    assert_examples_hold(doctest.DocTestFinder().find(importlib.import_module(name)))


@pytest.mark.parametrize("name", sorted(TABLE.keys() | FAMILIES.keys()))
def test_examples_of_a_function(name: str) -> None:
    doc = (FAMILIES.get(name) or TABLE[name]).__doc__ or ""
    namespace = dict(vars(autograd)) | TABLE | FAMILIES
    example = doctest.DocTestParser().get_doctest(doc, namespace, name, None, None)
    assert assert_examples_hold([example]) > 0


def run_block(block: str, namespace: dict[str, Any]) -> None:
    """Execute it; a line `print(...)  # 1.5, the half of 3` must print what its comment says."""
    if block.lstrip().startswith(">>>"):
        example = doctest.DocTestParser().get_doctest(block, {}, "README", None, None)
        example.globs = namespace
        assert_examples_hold([example])
        return
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, "<README>", "exec"), namespace)
    expected = [m["output"] for line in block.splitlines() if (m := PRINTED.match(line))]
    if expected:
        for line, comment in zip(printed.getvalue().splitlines(), expected, strict=True):
            assert comment == line or comment.startswith(f"{line}, ")


def test_blocks_of_the_readme_run_in_order_and_print_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = README.read_text()
    blocks = BLOCK.findall(text)
    assert blocks or not text.strip(), "the README shows no Python"
    monkeypatch.chdir(tmp_path)  # it may save files
    namespace: dict[str, Any] = {"__name__": "readme"}
    for block in blocks:
        run_block(block, namespace)


def test_the_picture_of_the_readme_plays_its_example() -> None:
    a, b = autograd.Value(2.0, "a"), autograd.Value(-3.0, "b")
    steps = autograd.player(a * b + a**2)
    picture = (README.parent / "docs" / "steps.svg").read_text(encoding="utf-8")
    assert [step.text for step in steps if step.text not in picture] == []


@pytest.mark.parametrize(
    "block", ["print(1 + 1)  # 3\n", ">>> 1 + 1\n3\n", "print(1)  # 1\nprint(2)\n", "1 / 0\n"]
)
def test_the_runner_notices_what_is_wrong(block: str) -> None:
    with pytest.raises((AssertionError, ValueError, ZeroDivisionError)):
        run_block(block, {})


def test_the_runner_keeps_names_from_block_to_block() -> None:
    namespace: dict[str, Any] = {}
    run_block("x = 2\n", namespace)
    run_block(">>> y = x + 1\n>>> y\n3\n", namespace)
    run_block(
        "print(x * y)  # 6, that is 2 * 3\nfor i in range(1):\n    print(i)  # 0\n", namespace
    )
