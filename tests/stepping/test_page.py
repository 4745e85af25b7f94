"""Pages as text: nothing in a payload can break out of its place, and all parts are inside."""

import json
import re
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograd.stepping.page import framed, page

AWKWARD = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>&amp;'\"",
    "line\u2028and\u2029paragraph",
    "half of a pair \ud800",
    "{{script}}{{title}}",
    "\\u003c\\g<0>",
    "𝜕 ∂ é",
]


class Scripts(HTMLParser):
    """The texts of the page's elements, by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.tags[-1] if self.tags else "", [""])[-1] += data


def payload_of(html: str) -> Any:
    return json.loads(Scripts(html).texts["script"][0])


@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_a_payload_holds_arrives_as_it_is(text: str) -> None:
    payload = {text: [text, {"deep": text}]}
    html = page("title", payload, "steps.js")
    html.encode("utf-8")
    assert payload_of(html) == payload
    assert Scripts(html).tags == Scripts(page("title", {}, "steps.js")).tags


@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_a_title_holds_is_text(text: str) -> None:
    html = page(text, {}, "steps.js")
    html.encode("utf-8")
    shown = text.replace("\ud800", "?")
    assert Scripts(html).texts["h1"][0].strip() == shown
    assert Scripts(html).texts["title"][0].strip() == shown
    assert payload_of(html) == {}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_has_not_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        page("title", [number], "steps.js")


def test_a_page_is_small_and_names_no_other_file() -> None:
    html = page("title", {}, "steps.js")
    assert len(html) < 48_000
    assert not re.findall(r"https?://(?!www\.w3\.org/)", html)
    assert not re.findall(r"\b(?:src|import|fetch|eval)\s*[=(]", html)
    assert "{{" not in html


def test_scripts_of_other_packages_come_with_their_styles(tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text("const own = 1;")
    (tmp_path / "own.css").write_text(".own { color: red }")
    html = page("title", {}, tmp_path / "own.js")
    assert "const own = 1;" in html and ".own { color: red }" in html
    assert "function timeline(" in html and "#stage {" not in html
    with pytest.raises(FileNotFoundError):
        page("title", {}, "misspelt.js")


def test_a_page_says_what_it_may_load() -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    assert f'content="{policy}; img-src data:"' in page("title", {}, "steps.js")


@pytest.mark.parametrize("text", AWKWARD)
def test_a_frame_holds_the_page_and_the_picture(text: str) -> None:
    html = page(text, {"x": text}, "steps.js")
    whole = framed(html, "<svg>é</svg>", text, height=400)
    whole.encode("utf-8")
    assert Scripts(whole).tags == ["div", "style", "iframe", "img"]
    srcdoc = re.search(r'srcdoc="([^"]*)"', whole)
    image = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', whole)
    assert srcdoc and unescape(srcdoc[1]) == html
    assert image and b64decode(image[1]).decode() == "<svg>é</svg>"
    assert "height: 400px" in whole
