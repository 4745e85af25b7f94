"""The picture of a player: lines that can be told apart, room for all numbers, less to say."""

from xml.etree import ElementTree

from autograd import Value, total
from autograd.drawing.values import sketch_values
from autograd.stepping.picture import SVG, TEXT, groups, stepped_picture
from autograd.stepping.steps import Step


def picture(root, steps=(), names=None, **options):
    sketch = sketch_values(root, **options)
    names = names or {box.id: "name" for box in sketch.boxes if box.kind in ("leaf", "result")}
    return ElementTree.fromstring(stepped_picture(sketch, names, steps))


def line(svg, box, kind):
    group = dict(groups(svg))[box]
    return next(t for t in group.iter(f"{SVG}text") if t.get("class") == kind)


def width(svg, box):
    group = dict(groups(svg))[box]
    rule = next(group.iter(f"{SVG}polyline")).get("points").split()
    return float(rule[-1].split(",")[0]) - float(rule[0].split(",")[0])


def test_the_lines_have_classes():
    svg = picture(Value(2.0) * 3.0)
    assert line(svg, "n0", "name").text == "name"
    assert line(svg, "n0", "data").text.strip() == "data"
    assert line(svg, "n1", "grad").text.strip() == "grad"


def test_there_is_room_for_the_widest_number_of_any_step():
    narrow = [Step("forward", "", data={"n0": "1"})]
    wide = [*narrow, Step("forward", "", data={"n0": "-123456789.25"}), *narrow]
    assert width(picture(Value(1.0), wide), "n0") > 1.5 * width(picture(Value(1.0), narrow), "n0")


def test_a_name_of_several_lines_is_all_name():
    svg = picture(Value(1.0), names={"n0": "two\nlines"})
    kinds = [t.get("class") for t in dict(groups(svg))["n0"].iter(f"{SVG}text")]
    assert kinds == ["name", "name", "data", "grad"]


def test_wide_graphs_are_stacked_and_tall_ones_are_not():
    x = Value(1.0)
    chain = x.sin().cos().exp().tanh()
    fan = total([Value(float(i)) for i in range(40)])
    assert height_of_box(picture(chain)) > 2 * height_of_box(picture(fan))


def height_of_box(svg):
    ys = [float(t.get("y")) for t in dict(groups(svg))["n0"].iter(f"{SVG}text")]
    return max(ys) - min(ys) + 10.0


def test_what_all_text_has_in_common_is_said_once():
    svg = picture(Value(1.0) * 2.0)
    assert {name: svg.get(name) for name in TEXT} == TEXT
    assert all(t.keys() & TEXT.keys() == set() for t in svg.iter(f"{SVG}text"))


def test_boxes_have_no_titles_with_numbers_of_no_step():
    svg = picture(Value(1.5, "a") * 2.0)
    assert not any("1.5" in (title.text or "") for title in svg.iter(f"{SVG}title"))
