"""The progress bar: what it shows, and that training does without."""

import sys

import pytest
from models import Line, X, Y, train

import nn
from nn import SGD, fit


def test_a_progress_bar_shows_epochs_and_measures(capsys):
    train(Line(), epochs=2, batch_size=2, progress=True)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "epoch 2/2" in shown.err and "6/6" in shown.err and "loss=" in shown.err


def test_without_progress_nothing_is_printed(capsys):
    train(Line(), epochs=2, validation=(X, Y))
    assert capsys.readouterr() == ("", "")


def test_without_tqdm_training_goes_on_and_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    model = Line()
    with pytest.warns(UserWarning, match="no progress bar without tqdm: pip install tqdm") as seen:
        history = fit(model, X, Y, loss=nn.mse, optimizer=SGD(model.parameters()), epochs=1)
    assert len(history) == 1 and capsys.readouterr().err == ""
    assert seen[0].filename == __file__  # the warning points at the caller of fit
