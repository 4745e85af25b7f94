"""The digits example, on few digits: every file and line that it promises."""

import importlib.util
from pathlib import Path

import pytest

import nn

PATH = Path(__file__).resolve().parents[1] / "examples" / "digits.py"
FILES = [
    *("confusion.png", "curves.png", "digits.png", "model.safetensors", "network.svg"),
    "steps.html",
]
STARTS = {".png": b"\x89PNG\r\n\x1a\n", ".svg": b"<?xml", ".html": b"<!DOCTYPE"}


@pytest.fixture
def example(monkeypatch):
    spec = importlib.util.spec_from_file_location("digits_example", PATH)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    X, y = nn.load_digits()
    monkeypatch.setattr(nn, "load_digits", lambda: (X[:60], y[:60]))
    monkeypatch.setattr(example, "EPOCHS", 1)
    return example


def test_the_example_prints_and_writes_what_it_promises(example, tmp_path, capsys):
    folder = tmp_path / "some" / "where"
    example.main(folder)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "48 handwritten digits to learn from, 12 to be tested on"
    assert lines[1].startswith("Accuracy on held-out digits: ") and lines[1].endswith("%")
    assert sorted(lines[2:-1]) == [f"  {folder / name}" for name in FILES]
    assert lines[-1].startswith("Time in all: ")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    for name in FILES:
        start = STARTS.get(Path(name).suffix, b"")
        assert (folder / name).read_bytes().startswith(start)
    picture = (folder / "network.svg").read_text(encoding="utf-8")
    assert "layers.0 · Layer" in picture and "loss for a" in picture


def test_the_model_that_is_written_has_the_accuracy_that_is_printed(example, tmp_path, capsys):
    example.main(tmp_path)
    [printed] = [line for line in capsys.readouterr().out.splitlines() if "Accuracy" in line]
    model = nn.load(tmp_path / "model.safetensors", nn.MLP(64, [32, 10]))
    X, y = nn.load_digits()
    _, X_test, _, y_test = nn.train_test_split(X, y, test_size=0.2, seed=example.SPLIT)
    accuracy = nn.accuracy(nn.predict(model, X_test), y_test)
    assert printed == f"Accuracy on held-out digits: {accuracy:.1%}"


def test_an_interruption_before_the_first_epoch_still_gives_a_model(
    example, tmp_path, monkeypatch, capsys
):
    loss = nn.cross_entropy

    def interrupt(outputs, targets):
        monkeypatch.setattr(nn, "cross_entropy", loss)
        raise KeyboardInterrupt

    monkeypatch.setattr(nn, "cross_entropy", interrupt)
    example.main(tmp_path)
    shown = capsys.readouterr().out
    assert "Training was interrupted; going on with what has been learned." in shown
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*FILES} - {"curves.png"})
