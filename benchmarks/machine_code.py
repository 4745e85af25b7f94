"""C made into machine code by the system's compiler, and called from here."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

COMPILER = shutil.which("cc")
FLAGS = ("-O3", "-march=native", "-fPIC")
FAST = ("-ffast-math",)  # for what is written by hand: sums in any order, many functions at a time
PATIENCE = 300.0  # seconds
SOURCES = Path(__file__).parent / "c"
LONG = 500_000  # characters, beyond which the compiler would take minutes for a few percent


def library(text: str, flags: Sequence[str] = ()) -> Path:
    """The shared library that the compiler makes of a file of C; kept for the next time.

    Raises subprocess.CalledProcessError if it is no C, and TimeoutExpired after five minutes.
    """
    command = [str(COMPILER), *FLAGS, *flags, *(["-O1"] if len(text) > LONG else [])]
    key = hashlib.sha256(
        "\n".join([text, "linked apart", *command, platform.processor()]).encode()
    ).hexdigest()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    made = Path(base) / "scalar-autograd/c" / f"{key[:24]}.so"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}")  # another process may make the same
        part = unfinished.with_suffix(f"{unfinished.suffix}.o")
        command += ["-c", "-x", "c", "-", "-o", str(part)]
        subprocess.run(command, input=text, text=True, check=True, timeout=PATIENCE)
        # linked with -ffast-math, a library would end subnormal numbers in the whole process
        link = [str(COMPILER), "-shared", str(part), "-o", str(unfinished), "-lm"]
        subprocess.run(link, check=True)
        part.unlink()
        unfinished.replace(made)
    return made


def by_hand(name: str, *sizes: str) -> ctypes.PyDLL:
    """The functions in `c/name.c`, where the sizes, such as "IN=64", are macros."""
    text = (SOURCES / f"{name}.c").read_text()
    return loaded(text, [*FAST, *(f"-D{size}" for size in sizes)])


def loaded(text: str, flags: Sequence[str] = ()) -> ctypes.PyDLL:
    """The functions in a file of C."""
    return ctypes.PyDLL(str(library(text, flags)))


def bound(function: Any, *given: Any) -> Callable[[], Any]:
    """A call of a function of C with these integers, and with the memory of these arrays."""
    arrays = [x for x in given if hasattr(x, "ctypes")]
    if not all(x.flags.c_contiguous and x.dtype == float for x in arrays):
        raise ValueError("C takes arrays of doubles without gaps")
    numbers = [
        ctypes.c_void_p(x.ctypes.data) if hasattr(x, "ctypes") else ctypes.c_long(x) for x in given
    ]

    def call(held: Any = arrays) -> Any:  # C has but their addresses
        return function(*numbers)

    return call


def version() -> str:
    """The compiler's first line about itself."""
    said = subprocess.run([str(COMPILER), "--version"], capture_output=True, text=True).stdout
    return said.partition("\n")[0]
