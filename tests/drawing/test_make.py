"""What users call: the options of a drawing, and what is wrong with wrong ones."""

import subprocess
import sys

import pytest
from pictures import shown

from autograd import Drawing, Value, draw, draw_dot
from nn import MLP


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    y = a * b + b**2
    y.backward()
    return y


def test_a_drawing_keeps_its_sketch():
    drawing = draw(example())
    assert isinstance(drawing, Drawing)
    assert ["a", "data 2", "grad -3"] in shown(drawing.sketch).values()


@pytest.mark.parametrize("direction", ["LR", "TB", "RL", "BT"])
def test_the_direction_is_up_to_the_caller(direction):
    assert f" rankdir={direction} " in draw(example(), direction=direction).source


WRONG = [
    ({"direction": ""}, "direction must be LR, TB, RL or BT, got ''"),
    ({"direction": "lr"}, "direction must be LR, TB, RL or BT, got 'lr'"),
    ({"direction": "LR]; n9 ["}, "direction must be"),
    ({"direction": None}, "direction must be"),
    ({"show": ("label", "value")}, "show has no field 'value'; the fields are label, data, grad"),
    ({"show": "grad"}, "write show=('grad',), not show='grad'"),
    ({"shade": "color"}, "shade is 'grad', 'data' or None, got 'color'"),
    ({"shade": True}, "shade is 'grad'"),
    ({"show": 5}, "show is a tuple of fields, such as ('data',), got 5"),
    ({"show": None}, "show is a tuple of fields"),
    ({"collapse": 3}, "collapse is 'auto', True, False or the name of a module's class, got 3"),
    ({"collapse": ""}, "collapse is 'auto'"),
    ({"collapse": None}, "collapse is 'auto'"),
    ({"collapse": "Neuron"}, "no module of class 'Neuron'; give the model as `names`"),
]


@pytest.mark.parametrize("options, message", WRONG, ids=lambda entry: str(entry))
def test_a_wrong_option_is_refused_with_the_rule_and_the_way_out(options, message):
    with pytest.raises(ValueError) as error:
        draw(example(), **options)
    assert message in str(error.value)


def test_a_class_that_is_not_there_is_refused_with_those_that_are():
    model = MLP(2, [2, 1])
    with pytest.raises(ValueError, match="'Block'; the graph has Layer, Neuron"):
        draw(model([1.0, 2.0]), names=model, collapse="Block")


@pytest.mark.parametrize("wrong", [3.0, None, [Value(1.0)], "x"])
def test_what_is_neither_value_nor_model_cannot_be_drawn(wrong):
    with pytest.raises(TypeError, match=f"Value.*{type(wrong).__name__}"):
        draw(wrong)


@pytest.mark.parametrize(
    "wrong, way_out",
    [
        ([Value(1.0), Value(2.0)], "draw takes one Value, got a list; draw their total(...)"),
        (MLP, "draws a Value or a module, not its class: MLP(...), not MLP"),
        (Value, "not its class: Value(...)"),
    ],
    ids=["list", "module", "Value"],
)
def test_several_roots_and_classes_are_refused_with_the_way_out(wrong, way_out):
    with pytest.raises(TypeError) as error:
        draw(wrong)
    assert way_out in str(error.value)


@pytest.mark.parametrize(
    "options",
    [
        *({"names": {}}, {"names": MLP(1, [1])}, {"show": ("data",)}, {"shade": "grad"}),
        {"collapse": "Neuron"},
    ],
    ids=lambda options: next(iter(options)),
)
def test_options_without_meaning_for_a_model_are_refused_by_name(options):
    with pytest.raises(ValueError, match=f"^{next(iter(options))} is for the graph of a Value"):
        draw(MLP(2, [2, 1]), **options)


@pytest.mark.parametrize("wrong", [{"a": 1.0}, [1.0], ["ab"]])
def test_names_of_what_is_no_value_are_refused(wrong):
    with pytest.raises(TypeError, match="names are pairs of a name and a Value"):
        draw(example(), names=wrong)


def test_followers_of_the_lecture_find_draw_dot(tmp_path):
    drawing = draw_dot(example(), format="png", rankdir="TB")
    assert " rankdir=TB " in drawing.source
    assert drawing.render("graph", tmp_path) == str(tmp_path / "graph.png")
    assert draw_dot(example()).format == "svg"
    with pytest.raises(ValueError, match="bogus"):
        draw_dot(example(), format="bogus")


def test_graphviz_is_imported_with_the_first_drawing():
    program = (
        "import sys; from autograd import Value; from autograd.drawing import draw; "
        "before = 'graphviz' in sys.modules; draw(Value(1.0)); "
        "print(before, 'graphviz' in sys.modules, 'wasmtime' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout
    assert out.split() == ["False", "True", "False"]


def test_the_package_has_no_other_lazy_names():
    import autograd.drawing

    assert autograd.drawing.Drawing is Drawing
    with pytest.raises(AttributeError, match="no attribute 'Picture'"):
        autograd.drawing.Picture  # noqa: B018
