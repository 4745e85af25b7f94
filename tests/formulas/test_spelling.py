"""Names and numbers: safe in TeX whatever they hold, and the same number again in Python."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st
from latex2mathml.converter import convert
from test_random_programs import settings

from autograd.formulas.spelling import (
    identifiers,
    python_constant,
    python_number,
    tex_constant,
    tex_name,
    tex_number,
    tex_word,
)

settings.load_profile("steady")
MATHML = {"math", "mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "msubsup", "mspace"}
NASTY = [
    "<script>alert(1)</script>", "}{\\x", "\\", "{", "}", "a b", "größe", "$x$", "50%", "#1",
    "&lt;", "x^2", "~", "\\input{/etc/passwd}", "\\end{document}", "]]>", "\x00\x1b[31m", "\ud800",
    "\u202e", "a\nb", "", " ", "_", "__", "x_", "_1", "1", "1.5", "layers.0.neurons.2.w.1",
    "'\"`", "中文", "\uffff",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "tex"),
    {
        "x": "x",
        "X": "X",
        "θ": "θ",
        "alpha": r"\alpha",
        "Omega": r"\Omega",
        "x1": "x_{1}",
        "x_1": "x_{1}",
        "x12": "x_{12}",
        "w_max": r"w_{\mathrm{max}}",
        "w_i": "w_{i}",
        "x_alpha": r"x_{\alpha}",
        "alpha_2": r"\alpha_{2}",
        "beta1": r"\beta_{1}",
        "loss": r"\mathrm{loss}",
        "loss2": r"\mathrm{loss}_{2}",
        "loss_2": r"\mathrm{loss}_{2}",
        "layer_norm": r"\mathrm{layer\_norm}",
        "größe": r"\text{größe}",
        "a b": r"\text{a b}",
        "layers.0.w.1": r"\text{layers.0.w.1}",
        "a&b": r"{\text{a}\&\text{b}}",
        "<b>": r"{\lt\text{b}\gt}",
        "}{\\x": r"{\}\{\backslash\text{x}}",
        "a\tb": r"\text{a b}",
        "\x00": "\\text{\ufffd}",
    }.items(),
)
def test_names_are_set_as_on_paper(name: str, tex: str) -> None:
    assert tex_name(name) == tex


def assert_harmless(tex: str) -> None:
    """It is one piece of mathematics that smuggles nothing in, wherever it stands."""
    assert not set(tex) & set("<>~")
    for around in (tex, rf"\frac{{{tex}}}{{2}}^{{{tex}}}", rf"\left({tex}\right)"):
        root = ElementTree.fromstring(convert(around))
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= MATHML | ({"mfrac"} if "frac" in around else set())


@pytest.mark.parametrize("name", NASTY)
def test_nasty_names_do_no_harm(name: str) -> None:
    assert_harmless(tex_name(name))
    assert_harmless(tex_word(name))


@given(st.text(st.characters(codec=None), max_size=12))
def test_no_name_does_harm(name: str) -> None:
    assert_harmless(tex_name(name))


@given(st.text("\\{}$&#%_^~<>ab1 \"'", max_size=12))
def test_no_name_of_special_characters_does_harm(name: str) -> None:
    assert_harmless(tex_name(name))


@pytest.mark.parametrize(
    ("x", "python", "tex"),
    [
        (2.0, "2", "2"),
        (-2.0, "-2", "-2"),
        (0.1, "0.1", "0.1"),
        (0.0, "0", "0"),
        (-0.0, "-0.0", "-0.0"),
        (1e30, "1e+30", "10^{30}"),
        (-1e-8, "-1e-08", "-10^{-8}"),
        (2.5e-9, "2.5e-09", r"2.5 \cdot 10^{-9}"),
        (math.inf, "inf", r"\infty"),
        (-math.inf, "-inf", r"-\infty"),
        (math.nan, "nan", r"\mathrm{nan}"),
    ],
)
def test_numbers_are_short(x: float, python: str, tex: str) -> None:
    assert (python_number(x), tex_number(x)) == (python, tex)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_python_is_the_same_number(x: float) -> None:
    again = float(eval(python_number(x)))
    assert again == x and math.copysign(1.0, again) == math.copysign(1.0, x)


@pytest.mark.parametrize(
    ("x", "python", "tex"),
    [
        (math.log(2.0), "log(2)", r"\log\left(2\right)"),
        (-2.0 / math.sqrt(math.pi), "-2 / sqrt(pi)", r"-\frac{2}{\sqrt{\pi}}"),
        (1.0 / 3.0, "1 / 3", r"\frac{1}{3}"),
        (0.5, "0.5", "0.5"),
        (0.3333, "0.3333", "0.3333"),
        (-3.0, "-3", "-3"),
    ],
)
def test_numbers_of_rules_go_by_their_names(x: float, python: str, tex: str) -> None:
    assert (python_constant(x), tex_constant(x)) == (python, tex)


@pytest.mark.parametrize(
    ("names", "fitting"),
    [
        (["a", "b1", "größe"], ["a", "b1", "größe"]),
        (["layers.0.w", "a b", "1"], ["layers_0_w", "a_b", "_1"]),
        (["a b", "a-b", "a_b"], ["a_b_2", "a_b_3", "a_b"]),
        (["lambda", "exp", "None"], ["lambda_2", "exp_2", "None_2"]),
        (["exp_2", "exp"], ["exp_2", "exp_3"]),
        (["\ufb01", "fi"], ["fi_2", "fi"]),
        (["__builtins__", "", "\ud800"], ["__builtins___2", "_", "__2"]),
    ],
)
def test_names_become_identifiers(names: list[str], fitting: list[str]) -> None:
    assert identifiers(names, ["exp"]) == fitting


@given(st.lists(st.text(max_size=4), unique=True, max_size=8))
def test_identifiers_are_different_and_can_be_assigned(names: list[str]) -> None:
    fitting = identifiers(names, ["a"])
    space: dict[str, object] = {}
    exec("\n".join(f"{name} = {i}" for i, name in enumerate(fitting)), space)
    assert [space[name] for name in fitting] == list(range(len(names)))
    assert "a" not in fitting
