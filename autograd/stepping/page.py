"""A page of its own from a payload: one HTML text without links, for a file or a notebook."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
SHARED = ("timeline.js", "picture.js", "boxes.js")  # what all pages are made of


def page(title: str, payload: object, *scripts: str | Path) -> str:
    """The text of an HTML page that needs no other file and no network.

    `payload` is what can be written as JSON, and `scripts` are the files that fill the page from
    it: paths, or names of files beside this one. A style sheet of the same name goes with each.
    Raises ValueError for a nan or an infinity in the payload: no browser would read it.

    >>> text = page("f = a * b", {"views": []}, "steps.js")
    >>> text[:15], "f = a * b</h1>" in text
    ('<!DOCTYPE html>', True)
    """
    paths = [HERE / script for script in (*SHARED, *scripts)]
    styles = [path.with_suffix(".css") for path in paths]
    parts = {
        "title": escape(_encodable(title)),
        "style": _joined([HERE / "page.css", *(style for style in styles if style.exists())]),
        "payload": _json(payload),
        "script": _joined(paths),
    }
    template = _joined([HERE / "page.html"])
    # in one pass, as the payload may contain what looks like the name of a part
    return re.sub(r"\{\{(\w+)\}\}", lambda name: parts[name[1]], template)


def framed(html: str, still: str, alt: str, height: int = 560) -> str:
    """The page as a notebook shows it: in a frame, `height` pixels high.

    An untrusted notebook leaves out frames and styles; there the picture `still`, an SVG text, is
    seen, or read out as `alt`. Pages in one notebook don't get in each other's way.

    >>> framed("<p>page</p>", "<svg/>", "a graph")[:47]
    '<div class="autograd-player"><style>.autograd-p'
    """
    image = b64encode(still.encode("utf-8", "replace")).decode()
    return (
        '<div class="autograd-player">'
        "<style>.autograd-player > iframe + img { display: none }</style>"
        f'<iframe srcdoc="{escape(html)}" title="{escape(_encodable(alt))}" allowfullscreen '
        f'style="width: 100%; height: {height}px; border: 0"></iframe>'
        f'<img src="data:image/svg+xml;base64,{image}" alt="{escape(_encodable(alt))}" '
        'style="max-width: 100%"></div>'
    )


def _json(payload: object) -> str:
    # all but ASCII is escaped by json; an escaped < can't end the script that the text stands in
    return json.dumps(payload, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _joined(paths: list[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def _encodable(text: str) -> str:
    """The text with ? for the halves of characters that UTF-8 has no bytes for."""
    return text.encode("utf-8", "replace").decode()
