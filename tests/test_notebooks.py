"""The notebooks as they are committed: executed from top to bottom, with pictures and proof."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[dict]:
    return [c for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]


def test_there_are_notebooks() -> None:
    assert {"first_five_minutes", "why_topological_order", "draw_and_step"} <= {
        path.stem for path in NOTEBOOKS
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_was_executed_in_order_without_an_error(path: Path) -> None:
    assert [cell["execution_count"] for cell in cells(path)] == list(range(1, len(cells(path)) + 1))
    kinds = {output["output_type"] for cell in cells(path) for output in cell["outputs"]}
    assert "error" not in kinds


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_short_shows_a_picture_and_asserts_what_it_says(path: Path) -> None:
    assert len(cells(path)) <= 15
    outputs = [output.get("data", {}) for cell in cells(path) for output in cell["outputs"]]
    assert any(
        "image/png" in data or "<img" in "".join(data.get("text/html", "")) for data in outputs
    )
    assert any("assert " in "".join(cell["source"]) for cell in cells(path))
