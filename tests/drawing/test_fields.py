"""The fields: what is shown by default is some of what can be shown."""

import inspect

from autograd import draw
from autograd.drawing.fields import FIELDS, SHOWN
from autograd.drawing.values import Subject


def test_what_is_shown_by_default_is_said_once():
    for function in (draw, Subject):
        assert inspect.signature(function).parameters["show"].default is SHOWN
    assert set(SHOWN) < set(FIELDS)
