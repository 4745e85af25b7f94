"""Functions as SciPy's solvers want them: arrays of floats in, values and derivatives out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .jacobians import hessian, hvp, jacobian
from .modes import no_grad
from .nesting import data_of, described, flatten, to_values
from .primitives import number
from .pullback import differentiable, name_of, vjp


class Objective:
    """What `objective` returns. Call it for the pair (value, gradient)."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        self.inner = Flat(f, like)
        self.start, self.nested = self.inner.start, self.inner.nested
        self.last: tuple[Any, tuple[Any, ...], float, Callable[[Any], Any]] | None = None

    def __call__(self, x: Any, *args: Any) -> tuple[float, Any]:
        """f at x, and its gradient as an array of floats, from one run of f."""
        return self.value(x, *args), self.grad(x, *args)

    def value(self, x: Any, *args: Any) -> float:
        """f at x."""
        return self._run(x, args)[0]

    def grad(self, x: Any, *args: Any) -> Any:
        """The gradient at x, from the run of f that gave the value there, if that was the last."""
        return self._run(x, args)[1](1.0)[0]

    def hess(self, x: Any, *args: Any) -> Any:
        """The Hessian at x, a symmetric array."""
        return hessian(self.inner)(_floats(x), *args)

    def hessp(self, x: Any, p: Any, *args: Any) -> Any:
        """The Hessian at x times p, without the Hessian itself."""
        return hvp(lambda x: self.inner(x, *args), (_floats(x),), (_floats(p),))[0]

    def _run(self, x: Any, args: tuple[Any, ...]) -> tuple[float, Callable[[Any], Any]]:
        x = _floats(x)
        if self.last is not None:
            before, others, value, pullback = self.last
            alike = len(args) == len(others) and all(a is b for a, b in zip(args, others))
            if alike and before.shape == x.shape and (before == x).all():
                return value, pullback
        y, pullback = vjp(lambda x: self.inner(x, *args), x)
        try:
            value = number(y)
        except TypeError:
            raise TypeError(
                f"objective needs a function that returns one number, but {self.inner.name} "
                f"returned {described(y)}; use residuals for several"
            ) from None
        self.last = (x, args, value, pullback)
        return value, pullback


class Residuals:
    """What `residuals` returns. Call it for the numbers that f returns, as one array."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        self.inner = Flat(f, like)
        self.start, self.nested = self.inner.start, self.inner.nested

    def __call__(self, x: Any, *args: Any) -> Any:
        """The numbers that f returns, as a flat array of floats."""
        with no_grad():
            ys = flatten(self.inner(to_values(_floats(x)), *args), f"{self.inner.name}(...)")[0]
        return _floats(data_of(ys))

    def jac(self, x: Any, *args: Any) -> Any:
        """The Jacobian at x: a row for each number that f returns, a column for each in x."""
        import numpy

        x = _floats(x)
        rows = jacobian(lambda x: flatten(self.inner(x, *args), f"{self.inner.name}(...)")[0])(x)
        return numpy.array(rows, dtype=float).reshape(len(rows), x.size)


class Flat:
    """f as a function of one flat array, which it sees nested as `like` is."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        differentiable(f)
        self.f, self.name = f, name_of(f)
        self.start: Any = None
        self.rebuild: Callable[[Any], Any] | None = None
        if like is not None:
            leaves, self.rebuild = flatten(like, "like")
            self.start = _floats(data_of(leaves))

    def __call__(self, x: Any, *args: Any) -> Any:
        return self.f(self.nested(x), *args)

    def nested(self, x: Any) -> Any:
        """A flat array's numbers in the places of those of `like`; without that, x itself."""
        return x if self.rebuild is None else self.rebuild(x.tolist())


def objective(f: Callable[..., Any], like: Any = None) -> Objective:
    """f for `scipy.optimize.minimize`: its value, gradient and Hessian, on arrays of floats.

    f takes an array of numbers, and returns one number; with `like`, f takes a nesting of lists,
    tuples, dicts and arrays such as `like`, of which `start` is the flat array to begin from, and
    `nested(x)` nests a result. Further arguments (`args=` of SciPy) are passed on.

    `objective(f)(x)` is (value, gradient); `value`, `grad`, `hess` and `hessp` give one each.
    The last run of f is kept for value and gradient at the same x, so what f gives should depend
    on its arguments alone.

    >>> rosenbrock = objective(lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2)
    >>> rosenbrock([0.0, 0.0])
    (1.0, array([-2.,  0.]))
    >>> rosenbrock.hess([1.0, 1.0])
    array([[ 802., -400.],
           [-400.,  200.]])

    In SciPy, by first derivatives, by second ones, and from a nesting:

    >>> from scipy.optimize import minimize  # doctest: +SKIP
    >>> minimize(rosenbrock, [-1.2, 1.0], jac=True).x.round(3)  # doctest: +SKIP
    array([1., 1.])
    >>> newton = dict(method="trust-exact", jac=True, hess=rosenbrock.hess)  # doctest: +SKIP
    >>> minimize(rosenbrock, [-1.2, 1.0], **newton).x.round(6)  # doctest: +SKIP
    array([1., 1.])
    >>> loss = objective(lambda p: (p["a"] - 3) ** 2 + (p["b"][0] - 1) ** 2, {"a": 0.0, "b": [0.0]})
    >>> loss.nested(minimize(loss, loss.start, jac=True).x.round(3))  # doctest: +SKIP
    {'a': 3.0, 'b': [1.0]}

    Raises TypeError if f returns several numbers.
    """
    return Objective(f, like)


def residuals(f: Callable[..., Any], like: Any = None) -> Residuals:
    """f for `scipy.optimize.least_squares` and `root`: many numbers, and their Jacobian.

    f takes an array, or a nesting such as `like`, as for `objective`; it returns a nesting of
    numbers, which become one flat array. `residuals(f)(x)` gives that, without a graph, and
    `residuals(f).jac(x)` the matrix of derivatives.

    >>> circle_and_line = residuals(lambda x: [x[0] ** 2 + x[1] ** 2 - 2, x[0] - x[1]])
    >>> circle_and_line([2.0, 1.0]), circle_and_line.jac([2.0, 1.0]).tolist()
    (array([3., 1.]), [[4.0, 2.0], [1.0, -1.0]])
    >>> from scipy.optimize import root  # doctest: +SKIP
    >>> root(circle_and_line, [2.0, 1.0], jac=circle_and_line.jac).x.round(6)  # doctest: +SKIP
    array([1., 1.])

    Raises TypeError if f returns what is no number.
    """
    return Residuals(f, like)


def _floats(x: Any) -> Any:
    """A new flat array of floats."""
    import numpy

    return numpy.array(x, dtype=float).reshape(-1)
