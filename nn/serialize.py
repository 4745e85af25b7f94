"""Saving parameters to safetensors files and loading them again, with the standard library alone.

Such a file is the length of the header (8 bytes), the header (JSON: dtype, shape and place of each
entry) and the numbers. It holds nothing that could run, and NumPy, PyTorch and others read it.
"""

from __future__ import annotations

import json
import math
import os
import struct
import uuid
from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .module import Numbers

CODES = {"F64": "d", "F32": "f"}  # dtypes of the format, and how `struct` calls them
MAX_DIMENSIONS = 64


class Stateful(Protocol):
    """Anything with a state by name, such as a Module."""

    def state_dict(self) -> Mapping[str, Any]: ...
    def load_state_dict(self, state: dict[str, Any], /) -> Any: ...


M = TypeVar("M", bound=Stateful)


def save(model: Stateful, path: str | os.PathLike[str]) -> None:
    """Write the parameters of a model to a safetensors file, each number bit for bit.

    The file appears under its name when it is complete; if anything goes wrong before that, one
    that was there already stays as it was.

    >>> import tempfile
    >>> from nn import MLP
    >>> path = Path(tempfile.mkdtemp()) / "model.safetensors"
    >>> model = MLP(2, [3, 1])
    >>> save(model, path)
    >>> load(path, MLP(2, [3, 1])).state_dict() == model.state_dict()
    True

    Raises ValueError for lists that are not rectangular, TypeError for what is not a number.
    """
    save_state(model.state_dict(), path)


def load(path: str | os.PathLike[str], model: M) -> M:
    """The model, with the parameters that a file holds: make one of the same shape first.

    Raises ValueError if the file is damaged, or does not fit the model.
    """
    model.load_state_dict(load_state(path))
    return model


def save_state(state: Mapping[str, Any], path: str | os.PathLike[str]) -> None:
    """Write numbers and rectangular lists of numbers, by name, to a safetensors file.

    As `save`, for what is not a model.
    """
    content = _encode(state)
    target = Path(path).resolve()  # a link stays a link
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with open(draft, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def load_state(path: str | os.PathLike[str]) -> dict[str, Numbers]:
    """What a safetensors file holds: floats and nested lists of floats, by name.

    Takes files of other programs too, if their numbers are F64 or F32. Raises ValueError that
    names the file and what is wrong with it: nothing in it is trusted.
    """
    content = Path(path).read_bytes()
    try:
        return _decode(content)
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)!r} cannot be loaded: {error}") from error


def _encode(state: Mapping[str, Any]) -> bytes:
    header: dict[str, Any] = {}
    chunks: list[bytes] = []
    end = 0
    for name, entry in state.items():
        if not isinstance(name, str) or name == "__metadata__":
            raise ValueError(f"{name!r} cannot name an entry; use a string, not '__metadata__'")
        shape, numbers = _flatten(name, entry)
        start, end = end, end + 8 * len(numbers)
        header[name] = {"dtype": "F64", "shape": shape, "data_offsets": [start, end]}
        chunks.append(struct.pack(f"<{len(numbers)}d", *numbers))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the numbers begin at a multiple of 8
    return b"".join([struct.pack("<Q", len(text)), text, *chunks])


def _decode(content: bytes) -> dict[str, Numbers]:
    if len(content) < 8:
        raise ValueError(f"it ends after {len(content)} bytes, before the header")
    (length,) = struct.unpack_from("<Q", content)
    if length > len(content) - 8:
        raise ValueError(f"its header should take {length} bytes, but {len(content) - 8} follow")
    try:
        header = json.loads(content[8 : 8 + length].decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"its header is not valid JSON ({error})") from error
    if not isinstance(header, dict):
        raise ValueError("its header is not a JSON object")
    header.pop("__metadata__", None)
    _check_places(header, len(content) - 8 - length)
    state: dict[str, Numbers] = {}
    for name, entry in header.items():
        layout = f"<{math.prod(entry['shape'])}{CODES[entry['dtype']]}"
        numbers = struct.unpack_from(layout, content, 8 + length + entry["data_offsets"][0])
        state[name] = _nested(entry["shape"], list(numbers))
    return state


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def _check_places(header: dict[str, Any], size: int) -> None:
    """Each entry is well formed, and together they cover the data with no gap and no overlap."""
    places = sorted((*_place(name, entry, size), name) for name, entry in header.items())
    covered = 0
    for start, end, name in places:
        if start != covered:
            kind = "overlaps the entry before it" if start < covered else "leaves a gap before it"
            raise ValueError(f"{name!r} {kind}: it starts at {start}, not at {covered}")
        covered = end
    if covered != size:
        raise ValueError(f"its entries take {covered} bytes, but {size} follow the header")


def _place(name: str, entry: Any, size: int) -> tuple[int, int]:
    """Where a checked entry starts and ends."""
    if not isinstance(entry, dict) or not {"dtype", "shape", "data_offsets"} <= entry.keys():
        raise ValueError(f"{name!r} lacks a dtype, a shape or data_offsets")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in CODES:
        raise ValueError(f"{name!r} is of dtype {dtype!r}; this reader knows {', '.join(CODES)}")
    if not _are_counts(shape):
        raise ValueError(f"{name!r} has no valid shape: {shape!r:.60}")
    _check_shape(name, shape)
    if not _are_counts(offsets) or len(offsets) != 2:
        raise ValueError(f"{name!r} has no valid data_offsets: {offsets!r:.60}")
    start, end = offsets
    if end > size:
        raise ValueError(f"{name!r} ends at {end}, beyond the {size} bytes that are there")
    needed = math.prod(shape) * struct.calcsize(f"<{CODES[dtype]}")
    if end - start != needed:
        raise ValueError(f"{name!r} of shape {shape!r:.60} needs {needed} bytes, has {end - start}")
    return start, end


def _check_shape(name: str, shape: list[int]) -> None:
    if len(shape) > MAX_DIMENSIONS:
        raise ValueError(f"{name!r} is {len(shape)} lists deep; {MAX_DIMENSIONS} are supported")
    # a shape such as [10**12, 0] takes no bytes in the file, but all the memory there is
    if 0 in shape[1:]:
        raise ValueError(f"{name!r} of shape {shape!r:.60} holds empty lists; leave them out")


def _are_counts(x: Any) -> bool:
    return isinstance(x, list) and all(type(n) is int and n >= 0 for n in x)


def _flatten(name: str, entry: Any) -> tuple[list[int], list[Any]]:
    """The shape of nested lists, and the numbers in them in order."""
    shape: list[int] = []
    level = [entry]
    while any(isinstance(x, (list, tuple)) for x in level):
        lengths = {len(x) if isinstance(x, (list, tuple)) else None for x in level}
        if len(lengths) > 1:
            raise ValueError(f"{name!r} is not rectangular: its lists differ in length or depth")
        shape.append(len(level[0]))
        level = [x for row in level for x in row]
    _check_shape(name, shape)
    for x in level:
        if not isinstance(x, Real):
            kind = type(x).__name__
            raise TypeError(f"{name!r} holds {kind}; use numbers and lists of them")
    return shape, level


def _nested(shape: list[int], numbers: list[Any]) -> Any:
    """Numbers in lists of lists, as the shape says."""
    level = numbers
    for n in reversed(shape[1:]):
        level = [level[i : i + n] for i in range(0, len(level), n)]
    return level if shape else level[0]
