"""Files: every bit comes back, other programs agree, and a failed save leaves the old file."""

import math
import os
import random
import struct
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from nn import MLP
from nn.serialize import load, load_state, save, save_state


class Model:
    """The least that `save` and `load` ask for."""

    def __init__(self, **state):
        self.state = state

    def state_dict(self):
        return self.state

    def load_state_dict(self, state):
        self.state = state


def bits(state):
    if isinstance(state, dict):
        return {name: bits(entry) for name, entry in state.items()}
    return [bits(x) for x in state] if isinstance(state, list) else struct.pack("<d", state)


NAN = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_DEAD_BEEF))[0]  # a nan with a payload
STATES = {
    "nothing": {},
    "number": {"b": 0.1},
    "list": {"w": [1.0, 2.0, 3.0]},
    "matrix": {"w": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]},
    "deep": {"w": [[[[1.0], [2.0]]], [[[3.0], [4.0]]]]},
    "empty list": {"w": [], "b": 1.0},
    "special": {
        "w": [math.inf, -math.inf, 0.0, -0.0, NAN, math.nan, 5e-324, 1.7976931348623157e308]
    },
    "names": {"layers.0.neurons.2.w": [1.0], "gewicht ∂/∂w": 2.0, 'a"b\\\n': 3.0, "": 4.0},
    "order": {"z": 1.0, "a": [2.0], "m": [[3.0]]},
}
ALL_STATES = pytest.mark.parametrize("state", STATES.values(), ids=STATES)


@ALL_STATES
def test_every_bit_comes_back_in_order(state, tmp_path):
    save_state(state, tmp_path / "file")
    found = load_state(tmp_path / "file")
    assert bits(found) == bits(state)
    assert list(found) == list(state)


def test_random_bit_patterns_come_back(tmp_path):
    numbers = list(struct.unpack("<1000d", random.Random(0).randbytes(8000)))
    save_state({"w": numbers}, tmp_path / "file")
    assert bits(load_state(tmp_path / "file")["w"]) == bits(numbers)


@ALL_STATES
def test_safetensors_reads_what_we_write(state, tmp_path):
    save_state(state, tmp_path / "file")
    found = safetensors.numpy.load_file(tmp_path / "file")
    assert {name: array.dtype for name, array in found.items()} == dict.fromkeys(state, np.float64)
    assert bits({name: array.tolist() for name, array in found.items()}) == bits(state)


@ALL_STATES
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
def test_we_read_what_safetensors_writes(state, dtype, tmp_path):
    arrays = {name: np.array(numbers, dtype) for name, numbers in state.items()}
    safetensors.numpy.save_file(arrays, tmp_path / "file", metadata={"format": "np"})
    expected = {name: array.astype(np.float64).tolist() for name, array in arrays.items()}
    assert bits(load_state(tmp_path / "file")) == bits(expected)


def test_numbers_begin_at_a_multiple_of_eight(tmp_path):
    for k in range(9):
        save_state({"w" * k: [1.0]}, tmp_path / "file")
        (length,) = struct.unpack_from("<Q", (tmp_path / "file").read_bytes())
        assert length % 8 == 0


def test_the_same_state_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        save_state(STATES["matrix"], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_text_or_path_like(kind, tmp_path):
    model = Model(w=[1.0, 2.0])
    assert save(model, kind(tmp_path / "file")) is None
    other = Model()
    assert load(kind(tmp_path / "file"), other) is other
    assert other.state == model.state


def test_a_network_comes_back_and_computes_the_same(tmp_path):
    model, other = MLP(2, [4, 1], seed=1), MLP(2, [4, 1], seed=2)
    x = [0.3, -0.7]
    assert model(x).data != other(x).data
    save(model, tmp_path / "file")
    assert load(tmp_path / "file", other)(x).data == model(x).data


def test_a_file_of_another_model_is_refused(tmp_path):
    save(MLP(2, [4, 1]), tmp_path / "file")
    model = MLP(2, [3, 1])
    before = model.state_dict()
    with pytest.raises(ValueError, match="does not fit this MLP"):
        load(tmp_path / "file", model)
    assert model.state_dict() == before


def test_numbers_of_any_real_type_are_saved(tmp_path):
    save_state({"w": [1, True, np.float32(0.5), np.int64(7)], "t": (1.0, 2.0)}, tmp_path / "file")
    assert load_state(tmp_path / "file") == {"w": [1.0, 1.0, 0.5, 7.0], "t": [1.0, 2.0]}


@pytest.mark.parametrize(
    "state, error, message",
    [
        ({"w": [[1.0], [1.0, 2.0]]}, ValueError, "'w' is not rectangular"),
        ({"w": [1.0, [2.0]]}, ValueError, "'w' is not rectangular"),
        ({"w": [[], []]}, ValueError, r"'w' of shape \[2, 0\] holds empty lists"),
        ({"w": eval("[" * 65 + "1.0" + "]" * 65)}, ValueError, "'w' is 65 lists deep"),
        ({"w": "1.0"}, TypeError, "'w' holds str"),
        ({"w": [None]}, TypeError, "'w' holds NoneType"),
        ({"w": 1j}, TypeError, "'w' holds complex"),
        ({3: 1.0}, ValueError, "3 cannot name an entry"),
        ({"__metadata__": 1.0}, ValueError, "'__metadata__' cannot name an entry"),
    ],
)
def test_what_is_no_state_is_refused_and_writes_nothing(state, error, message, tmp_path):
    save_state({"w": 1.0}, tmp_path / "file")
    with pytest.raises(error, match=message):
        save_state(state, tmp_path / "file")
    assert load_state(tmp_path / "file") == {"w": 1.0}
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_an_interrupted_save_leaves_the_old_file_and_no_other(step, error, tmp_path, monkeypatch):
    def fail(*_):
        raise error

    save_state({"w": 1.0}, tmp_path / "file")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        save_state({"w": 2.0}, tmp_path / "file")
    assert load_state(tmp_path / "file") == {"w": 1.0}
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_saving_through_a_link_changes_the_file_behind_it(tmp_path):
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    save_state({"w": 1.0}, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert load_state(tmp_path / "real") == {"w": 1.0}
