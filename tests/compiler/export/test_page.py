"""What the page on compiling shows is what happens."""

import contextlib
import io
import re
import subprocess
from pathlib import Path

import exported
import pytest

PAGE = Path(__file__).parents[3] / "docs" / "compiling.md"
SECTION = PAGE.read_text(encoding="utf-8").partition("## Taking a formula elsewhere\n")[2]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)[:4]


def test_the_example_prints_the_file_of_c() -> None:
    assert [language for language, _ in BLOCKS] == ["python", "c", "c", "text"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(BLOCKS[0][1], {})
    assert printed.getvalue() == BLOCKS[1][1]


@pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
def test_the_firmware_prints_what_it_says(tmp_path: Path) -> None:
    for name, (_, text) in zip(("ranging.c", "main.c"), BLOCKS[1:3]):
        (tmp_path / name).write_text(text)
    command = [str(exported.COMPILER), *exported.STRICT, "ranging.c", "main.c", "-o", "it", "-lm"]
    subprocess.run(command, cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "it"], capture_output=True, text=True, check=True)
    assert done.stdout == BLOCKS[3][1]
