"""Generated modules on disk, so that Numba's compiled code of them outlives the process."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
LOCK = threading.RLock()
HEADER = """\
import math
from math import inf, nan
import numpy as np
from numba import carray, njit as compiled
from autograd.compiler.native.access import after, load, plus, pointer, store
from autograd.compiler.native.vector import exp, expm1, log, tanh

OPTIONS = dict(error_model="numpy", nogil=True, cache={cache})
njit = compiled(**OPTIONS)

def njit_for(signature):
    return compiled(signature, **OPTIONS)

"""


def folder() -> Path:
    """Where generated modules are kept: below XDG_CACHE_HOME, or ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "scalar-autograd"


def module(body: str) -> Any:
    """The module with this text, whose functions are under `njit`.

    It is kept in a file named by a hash of all that it depends on; where none can be written,
    its functions are compiled anew in each process.
    """
    import numba

    imported_too = "".join(
        (HERE / f"{name}.py").read_text() for name in ("access", "vector", "formulas")
    )
    versions = f"{sys.version} {numba.__version__} {imported_too}"
    text = HEADER.format(cache=True) + body
    name = "native_" + hashlib.sha256((versions + text).encode()).hexdigest()[:32]
    with LOCK:  # a module that is being executed is not for other threads yet
        if name not in sys.modules:
            try:
                imported(name, written(folder() / f"{name}.py", text.encode()))
            except (OSError, RuntimeError):
                made = ModuleType(name)
                source = HEADER.format(cache=False) + body
                exec(compile(source, f"<{name}>", "exec"), made.__dict__)
                sys.modules[name] = made
        return sys.modules[name]


def written(path: Path, content: bytes) -> Path:
    """The file with this content, which no other process ever sees half written."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    return path


def imported(name: str, path: Path) -> ModuleType:
    """The module in this file."""
    spec: Any = importlib.util.spec_from_file_location(name, path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    try:
        spec.loader.exec_module(made)
    except BaseException:
        del sys.modules[name]
        raise
    return made
