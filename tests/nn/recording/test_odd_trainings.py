"""Recorded trainings of unusual samples, of unusual models, and with unusual ends."""

import math
import warnings

import numpy as np
import pytest
from models import Line, X, Y, train

from autograd import Value
from nn import SGD, Module, TrainingPlayer, mse
from nn.recording.player import _told


@pytest.mark.parametrize(
    "x, told",
    [
        (1.0, "1"),
        (Value(2.5), "2.5"),
        ("a", "'a'"),
        ("a much longer sample, which is a sentence", "'a much longe...is a sentence'"),
        ({"a": 1}, "{'a': 1}"),
        (None, "None"),
        ([1.0, "a", (2, 3)], "(1, 'a', (2, 3))"),
        (np.arange(6.0), "(0, 1, 2, 3, … 6 in all)"),
        (np.array(3.0), "3"),
        (np.array([Value(1.0)]), "(1)"),
    ],
)
def test_any_sample_can_be_told_in_a_few_letters(x, told):
    assert _told(x) == told


class Told(Module):
    """A parameter, whatever the sample is, and an answer of the kind that is wanted."""

    def __init__(self, answer=lambda w: w):
        self.w, self.answer = Value(0.5), answer

    def __call__(self, x):
        return self.answer(self.w)


@pytest.mark.parametrize("samples", [["spam", "eggs"], [{"a": 1}, {"b": 2}], [None, None]])
def test_samples_need_not_be_numbers(samples):
    history = train(Told(), X=samples, y=[0, 1], epochs=2, record=True)
    assert history.player.regions is None and len(history.player) == 3
    assert history.player.html()


def test_a_frame_takes_as_many_calls_of_the_model_as_its_docstring_says():
    calls = []
    model = Told(lambda w: calls.append(w) or w)
    train(model, y=[0, 1, 0, 1, 1], epochs=0, record=True)
    assert 576 <= len(calls) < 580 and "576" in TrainingPlayer.__doc__


def test_outputs_need_not_be_scores():
    def loss(outputs, targets):
        return mse([output["out"] for output in outputs], targets)

    model = Told(lambda w: {"out": w})
    history = train(model, y=[0, 1, 0, 1, 1], loss=loss, epochs=1, record=True)
    assert history.player.regions is None and len(history.player) == 2


def test_samples_that_are_values_are_recorded_without_a_warning():
    inputs = [[Value(a), Value(b)] for a, b in X]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(Line(), X=inputs, y=[0, 1, 0, 1, 1], epochs=1, record=True)
        page = history.player._payload()
    assert page["regions"]["points"][1][:2] == X[1]


def nan_after(batches):
    """A loss that is nan after so many batches of training, of 5 samples each."""
    seen = []

    def loss(outputs, targets):
        seen.extend([targets] * (len(targets) == 5))
        return mse(outputs, targets) * (math.nan if len(seen) > batches else 1.0)

    return loss


@pytest.mark.parametrize("every, kept", [(1, [0, 1, 2, 3]), (2, [0, 2, 3]), (9, [0, 3])])
def test_a_loss_that_is_nan_leaves_the_history_and_the_recording(every, kept):
    model, states = Line(), []
    player = TrainingPlayer(every=every)
    with pytest.raises(FloatingPointError, match="the loss is nan") as caught:
        train(
            model,
            loss=nan_after(3),
            epochs=9,
            record=player,
            callbacks=[lambda m, h: states.append(m.slope.data)],
        )
    history = caught.value.history
    assert (len(history), history.stopped) == (3, "the loss is nan at step 4")
    assert history.player is player and "error.history" in caught.value.__notes__[0]
    assert [frame.epoch for frame in player.frames] == kept
    assert states[-1] in player.frames[-1].numbers.data
    assert history.stopped in player.html()


def test_the_last_epoch_is_shown_as_it_ended_though_steps_followed():
    model, states = Line(), []
    with pytest.raises(FloatingPointError) as caught:
        train(
            model,
            X=X * 2,
            y=Y * 2,
            batch_size=5,
            loss=nan_after(3),  # the second batch of the second epoch
            epochs=9,
            record=TrainingPlayer(every=5),
            callbacks=[lambda m, h: states.append(m.slope.data)],
        )
    last = caught.value.history.player.frames[-1]
    assert last.epoch == 1 and states[-1] in last.numbers.data
    assert model.slope.data not in last.numbers.data


def test_a_frame_that_fails_does_not_hide_the_error():
    def once(outputs, targets):
        if len(outputs) == 1 and model.slope.data != 1.0:
            raise FloatingPointError("in the first frame after the start")
        return mse(outputs, targets)

    model, player = Line(), TrainingPlayer()
    with pytest.raises(FloatingPointError, match="in the first frame") as caught:
        train(model, loss=once, epochs=3, record=player)
    assert len(caught.value.history) == 1
    assert [frame.epoch for frame in player.frames] == [0] and player.html()


def test_without_a_recording_the_error_carries_the_history_too():
    model = Line()
    with pytest.raises(FloatingPointError) as caught:
        train(model, optimizer=SGD(model.parameters(), 1e9), epochs=99)
    assert len(caught.value.history) > 0 and caught.value.history.player is None


def test_a_player_outlives_any_error():
    def fail(model, history):
        raise RuntimeError("no")

    player = TrainingPlayer()
    with pytest.raises(RuntimeError):
        train(Line(), record=player, callbacks=[fail])
    page = player.html()
    with pytest.raises(ValueError, match="holds a training already"):
        train(Line(), epochs=1, record=player)
    assert player.html() == page and len(player) == 2


def test_a_training_that_ended_before_the_first_frame_says_so():
    def interrupted(outputs, targets):
        raise KeyboardInterrupt

    history = train(Line(), loss=interrupted, record=True)
    assert (history.stopped, len(history.player)) == ("interrupted", 0)
    with pytest.raises(ValueError, match="the training ended before the first frame was recorded"):
        history.player.html()


@pytest.mark.parametrize("x", ["x", 2.5, True, None])
@pytest.mark.parametrize("setting", ["sample", "every", "resolution"])
def test_settings_are_whole_numbers(setting, x):
    with pytest.raises(TypeError, match=f"{setting} must be a whole number, got {x!r}"):
        TrainingPlayer(**{setting: x})


def test_whole_numbers_may_be_those_of_numpy():
    three = np.int64(3)
    player = TrainingPlayer(three, every=three, resolution=three)
    assert train(Line(), y=[0, 1, 0, 1, 1], epochs=4, record=player).player.html()
    assert [frame.epoch for frame in player.frames] == [0, 3, 4]
