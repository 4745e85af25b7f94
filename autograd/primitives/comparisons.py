"""What Python does with plain numbers, as rows: for compiled functions, which do it each time."""

from .row import primitive

less = primitive(
    "less",
    lambda x, y: float(x < y),
    lambda z, x, y: (None, None),
    symbol="<",
    doc="""1 where x < y, else 0: what a comparison is in a compiled function.

    >>> less(2.0, 1.0)
    0.0
    """,
)
less_equal = primitive(
    "less_equal",
    lambda x, y: float(x <= y),
    lambda z, x, y: (None, None),
    symbol=r"<=",
    latex=r"\le",
    doc="""1 where x <= y, else 0: what a comparison is in a compiled function.

    >>> less_equal(2.0, 2.0)
    1.0
    """,
)
equal = primitive(
    "equal",
    lambda x, y: float(x == y),
    lambda z, x, y: (None, None),
    symbol="==",
    latex="=",
    doc="""1 where x == y, else 0: what a comparison is in a compiled function.

    >>> equal(2.0, 2.0)
    1.0
    """,
)
frozen = primitive(
    "frozen",
    lambda x: x,
    lambda z, x: (None,),
    expansion=lambda x: x,
    latex="#1",
    doc="""x, through which no derivative flows: what `x.data` is in a compiled function.

    >>> frozen(3.0)
    3.0
    """,
)
