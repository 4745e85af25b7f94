"""Functions as SciPy's solvers want them: arrays of floats in, values and derivatives out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .jacobians import hessian, hvp, recorded
from .nesting import data_of, described, flatten
from .primitives import number
from .pullback import differentiable, name_of, vjp


class Objective:
    """What `objective` returns. Call it for the pair (value, gradient)."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        self.inner = Flat(f, like)
        self.start, self.nested = self.inner.start, self.inner.nested
        self.runs = Last(self._run)

    def __call__(self, x: Any, *args: Any) -> tuple[float, Any]:
        """f at x, and its gradient as an array of floats, from one run of f."""
        return self.value(x, *args), self.grad(x, *args)

    @property
    def evaluations(self) -> int:
        """How often f was run so far, for values and for derivatives."""
        return self.inner.evaluations

    def value(self, x: Any, *args: Any) -> float:
        """f at x."""
        value: float = self.runs.at(x, args)[0]
        return value

    def grad(self, x: Any, *args: Any) -> Any:
        """The gradient at x, from the run of f that gave the value there, if that was the last."""
        return self.runs.at(x, args)[1](1.0)[0]

    def hess(self, x: Any, *args: Any) -> Any:
        """The Hessian at x, a symmetric array."""
        return hessian(self.inner)(_floats(x), *args)

    def hessp(self, x: Any, p: Any, *args: Any) -> Any:
        """The Hessian at x times p, without the Hessian itself."""
        return hvp(lambda x: self.inner(x, *args), (_floats(x),), (_floats(p),))[0]

    def _run(self, x: Any, args: tuple[Any, ...]) -> tuple[float, Callable[[Any], Any]]:
        y, pullback = vjp(lambda x: self.inner(x, *args), x)
        try:
            return number(y), pullback
        except TypeError:
            raise TypeError(
                f"objective needs a function that returns one number, but {self.inner.name} "
                f"returned {described(y)}; use residuals for several"
            ) from None


class Residuals:
    """What `residuals` returns. Call it for the numbers that f returns, as one array."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        self.inner = Flat(f, like)
        self.start, self.nested = self.inner.start, self.inner.nested
        self.runs = Last(self._run)

    def __call__(self, x: Any, *args: Any) -> Any:
        """The numbers that f returns, as a flat array of floats."""
        return _floats(data_of(self.runs.at(x, args)[0]))

    @property
    def evaluations(self) -> int:
        """How often f was run so far, for values and for derivatives."""
        return self.inner.evaluations

    def jac(self, x: Any, *args: Any) -> Any:
        """The Jacobian at x: a row for each number that f returns, a column for each in x."""
        import numpy

        rows = self.runs.at(x, args)[1]()
        return numpy.array(rows, dtype=float).reshape(len(rows), numpy.size(x))

    def _run(self, x: Any, args: tuple[Any, ...]) -> tuple[list[Any], Callable[[], Any]]:
        return recorded(lambda x: self.inner(x, *args), x, f"{self.inner.name}(...)")


class Last:
    """What run(x, args) gave last, for as long as x and args stay the same."""

    def __init__(self, run: Callable[[Any, tuple[Any, ...]], Any]) -> None:
        self.run = run
        self.kept: tuple[Any, tuple[Any, ...], Any] | None = None

    def at(self, x: Any, args: tuple[Any, ...]) -> Any:
        """What it gives there."""
        x = _floats(x)  # a copy, since solvers change theirs in place
        if self.kept is not None:
            before, others, result = self.kept
            alike = len(args) == len(others) and all(a is b for a, b in zip(args, others))
            if alike and before.shape == x.shape and (before == x).all():
                return result
            self.kept = None  # two graphs need not be held at once
        result = self.run(x.copy(), args)
        self.kept = (x, args, result)
        return result


class Flat:
    """f as a function of one flat array, which it sees nested as `like` is."""

    def __init__(self, f: Callable[..., Any], like: Any) -> None:
        differentiable(f)
        self.f, self.name = f, name_of(f)
        self.evaluations = 0
        self.start: Any = None
        self.rebuild: Callable[[Any], Any] | None = None
        if like is not None:
            leaves, self.rebuild = flatten(like, "like")
            self.start = _floats(data_of(leaves))

    def __call__(self, x: Any, *args: Any) -> Any:
        self.evaluations += 1
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
    on its arguments alone. `evaluations` says how often f was run.

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
    numbers, which become one flat array. `residuals(f)(x)` gives that, and `residuals(f).jac(x)`
    the matrix of derivatives. The last run of f is kept for both at the same x, as in `objective`,
    and `evaluations` says how often f was run.

    >>> circle_and_line = residuals(lambda x: [x[0] ** 2 + x[1] ** 2 - 2, x[0] - x[1]])
    >>> circle_and_line([2.0, 1.0]), circle_and_line.jac([2.0, 1.0]).tolist()
    (array([3., 1.]), [[4.0, 2.0], [1.0, -1.0]])
    >>> from scipy.optimize import root  # doctest: +SKIP
    >>> root(circle_and_line, [2.0, 1.0], jac=circle_and_line.jac).x.round(6)  # doctest: +SKIP
    array([1., 1.])
    >>> from scipy.optimize import curve_fit, least_squares  # doctest: +SKIP
    >>> r = circle_and_line
    >>> least_squares(r, [2.0, 1.0], jac=r.jac).x.round(6)  # doctest: +SKIP
    array([1., 1.])

    For `curve_fit`, the numbers are those of the model:

    >>> line = residuals(lambda p: [p[0] + p[1] * t for t in (0.0, 1.0, 2.0)])
    >>> fit = dict(jac=lambda t, *p: line.jac(p), p0=[0.0, 0.0])
    >>> curve_fit(lambda t, *p: line(p), [0, 1, 2], [1, 3, 5], **fit)[0].round(6)  # doctest: +SKIP
    array([1., 2.])

    Raises TypeError if f returns what is no number.
    """
    return Residuals(f, like)


def _floats(x: Any) -> Any:
    """A new flat array of floats."""
    import numpy

    return numpy.array(x, dtype=float).reshape(-1)
