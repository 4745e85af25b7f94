"""Damaged files: refused with the reason, wherever the damage is."""

import json
import random
import struct

import pytest

from nn.serialize import load_state, save_state


def file_of(header, data=b"", length=None):
    """The bytes of a safetensors file with this header, which may claim another length."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def entry(start=0, end=16, *, dtype="F64", shape=(2,)):
    """What the header says of one entry."""
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end]}


DAMAGED = {  # content, message
    "empty": (b"", "ends after 0 bytes"),
    "seven bytes": (b"1234567", "ends after 7 bytes"),
    "header too long": (file_of({}, length=3), "header should take 3 bytes, but 2 follow"),
    "absurd header": (file_of({}, length=2**64 - 1), "header should take 18446744073709551615"),
    "no JSON": (file_of(b"{,}"), "not valid JSON"),
    "no UTF-8": (file_of(b'{"\xff": 1}'), "not valid JSON"),
    "deep JSON": (file_of(b"[" * 200_000), "not valid JSON"),
    "a list": (file_of([]), "not a JSON object"),
    "twice": (
        file_of(b'{"w": 1, "w": 2}'),
        "a name occurs twice",
    ),
    "no entry": (file_of({"w": 1}), "'w' lacks a dtype"),
    "no shape": (file_of({"w": {"dtype": "F64", "data_offsets": [0, 8]}}), "'w' lacks"),
    "dtype": (file_of({"w": entry(dtype="I64")}, bytes(16)), "dtype 'I64'; .* F64, F32"),
    "odd dtype": (file_of({"w": entry(dtype=[])}, bytes(16)), r"dtype \[\]"),
    "negative shape": (file_of({"w": entry(shape=[-2])}, bytes(16)), "no valid shape"),
    "real shape": (file_of({"w": entry(shape=[2.0])}, bytes(16)), "no valid shape"),
    "true shape": (file_of({"w": entry(0, 8, shape=[True])}, bytes(8)), "no valid shape"),
    "empty lists": (file_of({"w": entry(0, 0, shape=[10**12, 0])}), "holds empty lists"),
    "deep shape": (file_of({"w": entry(0, 8, shape=[1] * 65)}, bytes(8)), "65 lists deep"),
    "shape too large": (file_of({"w": entry(shape=[3])}, bytes(16)), "needs 24 bytes, has 16"),
    "shape too small": (file_of({"w": entry(shape=[])}, bytes(16)), "needs 8 bytes, has 16"),
    "huge shape": (file_of({"w": entry(shape=[2**62, 2**62])}, bytes(16)), "needs"),
    "three offsets": (
        file_of({"w": {"dtype": "F64", "shape": [], "data_offsets": [0, 8, 8]}}, bytes(8)),
        "no valid data_offsets",
    ),
    "negative offset": (file_of({"w": entry(-8, 8)}, bytes(16)), "no valid data_offsets"),
    "backwards": (file_of({"w": entry(16, 0)}, bytes(16)), "needs 16 bytes, has -16"),
    "truncated": (file_of({"w": entry()}, bytes(15)), "'w' ends at 16, beyond the 15 bytes"),
    "more": (file_of({"w": entry()}, bytes(17)), "take 16 bytes, but 17 follow"),
    "gap": (
        file_of({"a": entry(0, 16), "b": entry(24, 40)}, bytes(40)),
        "'b' leaves a gap before it: it starts at 24, not at 16",
    ),
    "gap at the start": (file_of({"a": entry(8, 24)}, bytes(24)), "'a' leaves a gap"),
    "overlap": (
        file_of({"a": entry(0, 16), "b": entry(8, 24)}, bytes(24)),
        "'b' overlaps the entry before it: it starts at 8, not at 16",
    ),
    "the same place": (file_of({"a": entry(), "b": entry()}, bytes(16)), "'b' overlaps"),
}


@pytest.mark.parametrize("content, message", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_by_name(content, message, tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=rf"model\.safetensors' cannot be loaded: .*{message}"):
        load_state(path)


def test_every_truncation_is_refused(tmp_path):
    path = tmp_path / "file"
    save_state({"z": 1.0, "a": [2.0], "m": [[3.0]]}, path)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(ValueError, match="cannot be loaded"):
            load_state(path)


def test_any_damaged_byte_of_the_header_is_refused_or_harmless(tmp_path):
    path, rng = tmp_path / "file", random.Random(0)
    save_state({"w": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}, path)
    content = path.read_bytes()
    for _ in range(2000):
        damaged = bytearray(content)
        damaged[rng.randrange(len(content) - 48)] = rng.randrange(256)
        path.write_bytes(damaged)
        try:
            load_state(path)
        except ValueError as error:
            assert "cannot be loaded" in str(error)


def test_a_pickle_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00cos\nsystem\n.")
    with pytest.raises(ValueError, match="cannot be loaded"):
        load_state(path)


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError, match="missing"):
        load_state(tmp_path / "missing")
