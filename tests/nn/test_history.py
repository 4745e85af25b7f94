"""Early stopping: how long it waits, what it puts back, and how it ends a training."""

import math

import pytest
from models import Line, X, Y, train

from nn import SGD, EarlyStopping, History

# the column, the options, the epoch with the best parameters, the epoch of the end, its reason
COURSES = [
    ([3.0, 2.0, 2.5, 2.5, 1.0], {"patience": 2}, 2, 4, "m has not improved for 2 epochs"),
    ([3.0, 2.0, 2.0, 2.0], {"patience": 1}, 2, 3, "m has not improved for 1 epoch"),
    ([3.0, 2.9, 2.8, 2.7], {"patience": 2, "min_delta": 0.5}, 1, 3, "not improved for 2"),
    ([3.0, 2.5, 2.4, 1.9], {"patience": 2, "min_delta": 0.5}, 3, None, ""),
    ([1.0, 2.0, 1.5, 1.6], {"patience": 2, "mode": "max"}, 2, 4, "m has not improved for 2"),
    ([-1.0, -0.5, -0.6], {"patience": 1, "mode": "max"}, 2, 3, "m has not improved for 1 epoch"),
    ([3.0, math.nan, math.nan], {"patience": 2}, 1, 3, "m has not improved for 2 epochs"),
    ([5.0, 4.0, 3.0, 2.0, 1.0], {"patience": 1}, None, None, ""),
    ([math.nan, math.nan, 1.0], {"patience": 2}, 2, 2, "m has not improved for 2 epochs"),
    ([math.inf, math.inf, 1.0], {"patience": 2}, 2, 2, "m has not improved for 2 epochs"),
]


@pytest.mark.parametrize("course, options, best, end, reason", COURSES)
def test_early_stopping_waits_and_puts_the_best_parameters_back(course, options, best, end, reason):
    model, history, stop = Line(), History(), EarlyStopping("m", **options)
    reasons = []
    for epoch, measured in enumerate(course, start=1):
        model.slope.data = float(epoch)
        history.append(m=measured)
        reasons.append(stop(model, history))
        if reasons[-1]:
            break
    assert len(reasons) == (end or len(course))
    assert reason in reasons[-1] and bool(reasons[-1]) == bool(reason)
    stop.finish(model)
    assert model.slope.data == (best or len(course))


def test_early_stopping_ends_fit():
    model = Line()
    optimizer = SGD(model.parameters(), 0.0)
    stop = EarlyStopping(patience=3)
    history = train(model, optimizer=optimizer, validation=(X, Y), callbacks=[stop], epochs=9)
    assert (len(history), history.stopped) == (4, "val_loss has not improved for 3 epochs")


def test_early_stopping_names_what_there_is_to_watch():
    with pytest.raises(ValueError, match="no 'val_loss' to watch in the history: loss"):
        train(Line(), callbacks=[EarlyStopping()])
    with pytest.raises(ValueError, match='mode must be "min" or "max", got \'least\''):
        EarlyStopping(mode="least")


def test_early_stopping_begins_anew_with_each_training():
    stop = EarlyStopping("loss", patience=2)
    for _ in range(2):
        model = Line()
        history = train(model, optimizer=SGD(model.parameters(), 1e-3), callbacks=[stop], epochs=3)
        assert (len(history), history.stopped) == (3, "")


def test_the_best_parameters_are_put_back_also_when_the_epochs_run_out():
    model = Line()
    kept = []

    def worsen(model, history):
        kept.append(model.slope.data)
        history.columns["m"] = [float(len(history))]

    stop = EarlyStopping("m", patience=9)
    train(model, callbacks=[worsen, stop], epochs=3)
    assert model.slope.data == kept[0]


@pytest.mark.parametrize("n, told", [(0, "0 epochs"), (1, "1 epoch: m=2"), (2, "2 epochs: m=2")])
def test_a_history_counts_its_epochs(n, told):
    history = History()
    for _ in range(n):
        history.append(m=2.0)
    assert repr(history) == f"History({told})"


@pytest.mark.parametrize("patience", [0, -1])
def test_early_stopping_needs_patience(patience):
    with pytest.raises(ValueError, match="patience must be at least 1 epoch"):
        EarlyStopping(patience=patience)
