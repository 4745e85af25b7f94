"""What is said of a node: formula, rules in mathematics, terms that sum up, a check by numbers."""

from xml.etree import ElementTree

import pytest
from oracles import ORDINARY

from autograd import Value
from autograd.primitives import TABLE
from autograd.stepping.panels import RULES, panels
from autograd.stepping.steps import steps
from autograd.stepping.walk import Walk

MATH = "{http://www.w3.org/1998/Math/MathML}"


def panel(root, name, names=()):
    walk = Walk(root, names)
    made = steps(walk)
    found = panels(walk, range(len(walk.order)), made)
    return found[f"n{walk.names.index(name)}"], made


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = a * b
    d.label = "d"
    return d + b * d


def test_a_result_says_how_it_was_computed():
    found, _ = panel(example(), "d")
    assert (found["name"], found["kind"], found["data"]) == ("d", "result", "-6")
    assert found["expression"] == "d = a * b"
    assert found["computed"] == "d = a * b = 2 * -3 = -6"
    assert [rule["text"] for rule in found["rules"]] == ["dd/da = b = -3", "dd/db = a = 2"]


def test_a_leaf_has_no_rules():
    found, _ = panel(example(), "a")
    assert (found["kind"], found["expression"], found["rules"]) == ("leaf", "a", [])
    assert found["computed"] == "a = 2"


def test_the_terms_name_the_steps_in_which_they_are_added():
    found, made = panel(example(), "b")
    assert len(found["terms"]) == 2
    for term in found["terms"]:
        assert f" += {term['text']} (" in made[term["step"]].text
    assert found["gradient"] == "df/db" and found["grad"] == "-10"


def test_the_mathematics_is_well_formed_and_says_the_rule():
    found, _ = panel(Value(0.5, "x").tanh() * 2.0, "v1")
    [rule] = found["rules"]
    math = ElementTree.fromstring(rule["mathml"])
    assert math.tag == f"{MATH}math" and "sech" in "".join(math.itertext())


@pytest.mark.parametrize(
    "label", ["<b>", "a & b", "</math><script>", "}{\\x", "$x$", "größe", "\\"]
)
def test_any_label_is_safe_in_mathematics(label):
    found, _ = panel(Value(0.5, label).exp() * 2.0, "v1")
    [rule] = found["rules"]
    tags = {e.tag.removeprefix(MATH) for e in ElementTree.fromstring(rule["mathml"]).iter()}
    assert tags <= {*("math", "mrow", "mfrac", "mi", "mo", "mn", "mtext", "msub", "msup", "mspace")}


@pytest.mark.parametrize("row", [row for row in ORDINARY.values() if row.arity], ids=str)
def test_finite_differences_agree_with_every_rule_away_from_kinks(row):
    operands = [Value(x) for x in (0.4, 0.7, 0.2)[: row.arity]]
    if row.domain[0] >= 1.0:
        operands = [Value(1.4)]
    walk = Walk(row(*operands) * 1.5)
    found = panels(walk, range(len(walk.order)), [])
    assert all(p["agrees"] for p in found.values())


@pytest.mark.parametrize("x", [1e-6, 1e-100, 1e6])
@pytest.mark.parametrize("name", ["log", "sqrt", "reciprocal", "square", "sin"])
def test_finite_differences_agree_with_numbers_of_any_size(name, x):
    found, _ = panel(TABLE[name](Value(x, "x")), "x")
    assert found["agrees"] is not False


def test_where_differences_say_nothing_it_is_said():
    found, _ = panel(Value(0.0, "x").sqrt() * 1.0, "x")
    assert found["agrees"] is None


def test_at_a_kink_the_check_does_not_agree():
    found, _ = panel(Value(0.0, "x").relu() * 1.0, "x")
    assert found["agrees"] is False and found["check"] == "(f(x + h) - f(x - h)) / 2h = 0.5"


def test_many_operands_get_some_rules():
    import autograd

    found, _ = panel(autograd.total([Value(float(i)) for i in range(40)]) * 2.0, "v1")
    assert len(found["rules"]) == RULES
