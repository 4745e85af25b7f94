"""Recorded trainings: what is kept, when, and that the training does not notice."""

import json
import math
import re
from itertools import count

import numpy as np
import pytest
from models import Line, X, train

import nn
from autograd import Value, no_grad
from nn import MLP, SGD, Adam, EarlyStopping, TrainingPlayer
from nn.recording.player import FRAMES, player_of

MOONS = nn.make_moons(12, noise=0.1)


def moons(record, *, epochs=4, **options):
    """A small network trained on moons, and its history."""
    model = MLP(2, [3, 1], seed=0)
    options = {"optimizer": Adam(model.parameters(), 0.1), "batch_size": 5} | options
    history = train(
        model,
        X=MOONS[0],
        y=MOONS[1],
        loss=nn.binary_cross_entropy_with_logits,
        epochs=epochs,
        metrics=[nn.accuracy],
        record=record,
        **options,
    )
    return model, history


def small(**settings):
    """A player whose frames are quick to make."""
    return TrainingPlayer(**{"resolution": 3} | settings)


def payload_of(page):
    text = re.search(r'id="payload">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(text)


def test_there_is_no_player_unless_one_is_asked_for():
    assert train(Line(), epochs=1).player is None
    assert len(train(Line(), epochs=1, record=True).player) == 2


def test_a_frame_holds_what_the_history_and_a_backward_pass_give():
    states = []
    model, history = moons(small(sample=2), callbacks=[lambda m, h: states.append(m.state_dict())])
    player = history.player
    assert [frame.epoch for frame in player.frames] == [0, 1, 2, 3, 4]
    for frame, state in zip(player.frames[1:], states, strict=True):
        model.load_state_dict(state)
        loss = nn.binary_cross_entropy_with_logits([model(MOONS[0][2])], [MOONS[1][2]])
        model.zero_grad()
        loss.backward()
        picture = list(player.graph.pictures.values())[frame.numbers.picture]
        found = {
            name: (data, grad)
            for name, data, grad in zip(picture.names, frame.numbers.data, frame.numbers.grad)
        }
        assert found["loss"] == (loss.data, 1.0)
        for name, p in model.named_parameters():
            assert found[name] == (p.data, p.grad)


@pytest.mark.parametrize("mode", [True, False])
def test_the_training_goes_on_as_if_it_were_not_watched(mode):
    def run(record):
        model = MLP(2, [3, 1], seed=0)
        model.layers[1].train(mode)
        optimizer = Adam(model.parameters(), 0.1)
        seen = []

        def look(model, history):
            seen.append([(p.data, p.grad) for p in model.parameters()])
            seen.append([module.training for module in model.modules()])

        options = {"loss": nn.binary_cross_entropy_with_logits, "callbacks": [look]}
        train(model, X=MOONS[0], y=MOONS[1], optimizer=optimizer, record=record, **options)
        return seen, optimizer.state_dict()

    assert run(small()) == run(False)


def test_the_model_is_in_eval_mode_and_records_graphs_even_inside_no_grad():
    class Watched(Line):
        def __call__(self, x):
            modes.append(self.training)
            return super().__call__(x)

    modes = []
    with no_grad():
        history = train(Watched(), epochs=1, record=small())
    assert modes.count(True) == len(X) and modes.count(False) > 0
    assert any(history.player.frames[-1].numbers.grad)


def test_gradients_of_inputs_that_are_values_are_put_back():
    inputs = [[Value(a), Value(b)] for a, b in X]
    train(Line(), X=inputs, epochs=2, batch_size=5, record=True)
    plain = [[Value(a), Value(b)] for a, b in X]
    train(Line(), X=plain, epochs=2, batch_size=5)
    assert [a.grad for a, _ in inputs] == [a.grad for a, _ in plain]


@pytest.mark.parametrize(
    "every, epochs, kept",
    [(1, 3, [0, 1, 2, 3]), (2, 5, [0, 2, 4, 5]), (2, 4, [0, 2, 4]), (9, 4, [0, 4]), (3, 0, [0])],
)
def test_every_thins_the_frames_and_the_last_epoch_stays(every, epochs, kept):
    history = train(Line(), epochs=epochs, record=TrainingPlayer(every=every))
    assert [frame.epoch for frame in history.player.frames] == kept


def test_of_a_long_training_evenly_many_frames_are_kept():
    history = train(Line(), epochs=2 * FRAMES + 1, record=True)
    epochs = [frame.epoch for frame in history.player.frames]
    assert len(epochs) <= FRAMES
    assert epochs == [*range(0, 2 * FRAMES, 4), 2 * FRAMES, 2 * FRAMES + 1]


def test_an_interruption_keeps_the_frames_until_then():
    calls = count()

    def loss(outputs, targets):
        if next(calls) == 8:  # two graphs and five batches, of which the next one
            raise KeyboardInterrupt
        return nn.mse(outputs, targets)

    history = train(Line(), loss=loss, epochs=9, batch_size=2, record=True)
    assert history.stopped == "interrupted"
    assert [frame.epoch for frame in history.player.frames] == list(range(len(history) + 1))
    assert "interrupted" in history.player.html()


@pytest.mark.parametrize("at", [1, 2, 4])
def test_an_interruption_while_a_frame_is_made_leaves_no_trace(at):
    class Slow(Line):
        def __call__(self, x):
            if not self.training and next(calls) == at:
                raise KeyboardInterrupt
            return super().__call__(x)

    calls, model = count(), Slow()
    for p in model.parameters():
        p.grad = 7.0
    history = train(model, epochs=3, record=True)
    assert history.stopped == "interrupted" and model.training
    assert len(history) == 0 or len(history.player) == len(history)
    assert len(history) > 0 or {p.grad for p in model.parameters()} == {7.0}


def test_the_last_frame_is_of_the_epoch_where_it_stopped_not_of_the_parameters_put_back():
    model = Line()
    stop = EarlyStopping("loss", patience=1, min_delta=10.0)
    history = train(model, epochs=9, callbacks=[stop], record=TrainingPlayer(every=7))
    player = history.player
    assert [frame.epoch for frame in player.frames] == [0, 2]
    recorded = dict(
        zip(next(iter(player.graph.pictures.values())).names, player.frames[-1].numbers.data)
    )
    assert recorded["slope"] != model.slope.data
    assert history.stopped in player.html()


def test_what_led_to_a_loss_that_is_not_finite_can_be_seen():
    player = TrainingPlayer()
    model = Line()
    with pytest.raises(FloatingPointError):
        train(model, optimizer=SGD(model.parameters(), 1e9), epochs=99, record=player)
    assert len(player) > 1
    assert payload_of(player.html())["columns"]["loss"][0] > 0


def test_numbers_that_json_does_not_know_are_kept_out_of_the_page():
    def odd(outputs, targets):
        return math.nan

    history = train(Line(), epochs=2, metrics=[odd], record=True)
    assert payload_of(history.player.html())["columns"]["odd"] == [None, None]


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"every": 0}, "every must be at least 1 epoch, got 0"),
        ({"resolution": 1}, "resolution must be at least 2 points, got 1"),
        ({"sample": 5}, "sample must be a place in X, 0 to 4, got 5"),
        ({"sample": -1}, "sample must be a place in X, 0 to 4, got -1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        train(Line(), record=TrainingPlayer(**settings))


def test_a_player_holds_one_training():
    player = TrainingPlayer()
    train(Line(), epochs=1, record=player)
    with pytest.raises(ValueError, match="holds a training already"):
        train(Line(), epochs=1, record=player)
    with pytest.raises(TypeError, match="record is True, False or a TrainingPlayer, got str"):
        player_of("training.html")


def test_it_saves_a_page_and_nothing_else(tmp_path):
    _, history = moons(small())
    path = history.player.save(tmp_path / "training.html")
    assert path.read_text(encoding="utf-8") == history.player.html()
    with pytest.raises(ValueError, match=r"cannot play to '\.svg'; use a path that ends in \.html"):
        history.player.save("training.svg")


def test_an_empty_player_says_so_instead_of_failing():
    player = TrainingPlayer()
    assert (len(player), repr(player)) == (0, "<player of a training: no frames>")
    assert player._repr_mimebundle_() == {"text/plain": repr(player)}
    with pytest.raises(ValueError, match="nothing was recorded; give the player to fit"):
        player.html()


def test_a_notebook_shows_the_page_and_a_curve_where_it_may_not_run():
    _, history = moons(small())
    shown = history.player._repr_mimebundle_()
    assert shown["text/html"].count("<iframe") == shown["text/html"].count("<img") == 1
    assert shown["text/plain"] == "<player of a training: 5 frames, epochs 0 to 4>"


def test_inputs_may_be_arrays():
    inputs, targets = np.array(MOONS[0]), np.array(MOONS[1])
    model = MLP(2, [3, 1], seed=0)
    loss = nn.binary_cross_entropy_with_logits
    history = train(model, X=inputs, y=targets, loss=loss, epochs=1, record=small())
    page = payload_of(history.player.html())
    assert page["regions"]["labels"] == {"0": "0", "1": "1"}
    assert page["sample"]["target"] == str(targets[0])


def test_a_page_stays_small():
    _, history = moons(True, epochs=30)
    assert len(history.player.html()) < 300_000
