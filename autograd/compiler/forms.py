"""Forms: nestings whose numbers say which of a program's numbers go there, or come from there."""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

Form: TypeAlias = Any  # a float, a list, tuple or dict of forms, or an array of floats


DEEP = 50  # levels: compilers and recursion have limits


def is_simple(form: Form, deep: int = DEEP) -> bool:
    """Whether it is made of nothing but floats, tuples, lists, dicts of texts and arrays.

    And of no more than so many levels.

    >>> is_simple((0.0, [1.0], {"a": 2.0})), is_simple({0: 0.0}), is_simple(None)
    (True, False, False)
    """
    if type(form) is float:
        return True
    if not deep:
        return False
    if type(form) is dict:
        return all(type(key) is str for key in form) and is_simple([*form.values()], deep)
    if is_plain_array(form):
        return {float}.issuperset(map(type, form.ravel().tolist()))
    return type(form) in (tuple, list) and all(is_simple(x, deep - 1) for x in form)


def is_plain_array(x: Any) -> bool:
    """Whether x is an array of NumPy's, and of no class derived from it."""
    numpy: Any = sys.modules.get("numpy")  # where there is an array, it has been imported
    return numpy is not None and type(x) is numpy.ndarray


def is_vector(form: Form) -> bool:
    """Whether it is a list or a tuple of numbers alone."""
    return type(form) in (tuple, list) and bool(form) and {float}.issuperset(map(type, form))
