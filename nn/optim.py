"""Optimisers: how parameters move, given their gradients."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Any

from autograd import Value
from autograd.assign import assign
from autograd.primitives import number


class Optimizer:
    """Moves parameters by their gradients: `zero_grad()`, then `backward()`, then `step()`.

    A subclass gives `update(x, g, *memory)`, which returns the new x and the new memory; it is
    arithmetic alone, the same for a float as for an array. `memories` names what is remembered
    of each parameter beside its data; it begins at 0. The options, the learning rate `lr` among
    them, are attributes and may be changed between steps.
    """

    memories: tuple[str, ...] = ()
    lr: float
    weight_decay: float = 0.0

    def __init__(self, parameters: Iterable[Value], **options: float) -> None:
        if not hasattr(parameters, "__iter__"):
            got = type(parameters).__name__
            rule = "an optimiser takes parameters, such as model.parameters()"
            raise TypeError(f"{rule}; got {got}")
        self.parameters = list(parameters)
        if not self.parameters:
            raise ValueError("an optimiser needs parameters, got none")
        for p in self.parameters:
            if not isinstance(p, Value):
                raise TypeError(f"an optimiser moves Values, got {type(p).__name__}")
        for name, option in options.items():
            option = option if isinstance(option, bool) else number(option)
            if not 0.0 <= option < math.inf:
                raise ValueError(f"{name} must not be negative, nan or inf, got {option!r}")
            setattr(self, name, option)
        self.option_names = tuple(options)
        self.steps = 0
        self.memory = [[0.0] * len(self.parameters) for _ in self.memories]

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        """The new data and memory of a parameter with data x and gradient g."""
        raise TypeError(f"{type(self).__name__} does not define update()")

    def decayed(self, x: Any, g: Any) -> Any:
        """The gradient with that of the weight decay, if there is any."""
        return g + self.weight_decay * x if self.weight_decay else g

    def step(self) -> None:
        """Move every parameter once. All or none: no interruption leaves some of them moved."""
        data = [p.data for p in self.parameters]
        grads = [p.grad for p in self.parameters]
        self.steps += 1  # the number of this step, for update()
        try:
            moved, *memory = zip(*map(self.update, data, grads, *self.memory))
            assign(self.parameters, "data", moved)
        except BaseException:
            self.steps -= 1
            raise
        self.memory = [list(m) for m in memory]

    def zero_grad(self) -> None:
        """Set the `grad` of every parameter to 0."""
        assign(self.parameters, "grad", repeat(0.0))

    def state_dict(self) -> dict[str, Any]:
        """Options, number of steps and memories: what is needed to go on later."""
        options = {name: getattr(self, name) for name in self.option_names}
        memory = {name: list(m) for name, m in zip(self.memories, self.memory)}
        return {"steps": self.steps, "options": options, "memory": memory}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state_dict` of the same kind of optimiser with as many parameters."""
        options, memory = state.get("options", {}), state.get("memory", {})
        expected = (set(self.option_names), set(self.memories), True)
        if (set(options), set(memory), "steps" in state) != expected:
            raise ValueError(f"this is not the state of {type(self).__name__}: {sorted(options)}")
        lengths = {len(m) for m in memory.values()} - {len(self.parameters)}
        if lengths:
            n, got = len(self.parameters), sorted(lengths)
            raise ValueError(f"the state is of {got} parameters, the optimiser has {n}")
        for name, option in options.items():
            setattr(self, name, option)
        self.steps = state["steps"]
        self.memory = [list(memory[name]) for name in self.memories]

    def __repr__(self) -> str:
        options = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.option_names)
        return f"{type(self).__name__}({len(self.parameters)} parameters, {options})"


class SGD(Optimizer):
    """Gradient descent: x - lr * g, with momentum, Nesterov's momentum and weight decay if given.

    As torch.optim.SGD, without dampening.

    >>> x = Value(3.0)
    >>> (x * x).backward()
    >>> SGD([x], lr=0.1).step()
    >>> round(x.data, 12)
    2.4
    """

    memories = ("velocity",)
    momentum: float
    nesterov: bool

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 0.01,
        *,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        if nesterov and not momentum:
            raise ValueError("Nesterov's momentum needs a momentum above 0")
        options = {"lr": lr, "momentum": momentum, "nesterov": nesterov}
        super().__init__(parameters, **options, weight_decay=weight_decay)

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        g = self.decayed(x, g)
        velocity = self.momentum * memory[0] + g if self.momentum else memory[0]
        direction = g + self.momentum * velocity if self.nesterov else velocity
        return x - self.lr * (direction if self.momentum else g), velocity


class Adam(Optimizer):
    """Steps scaled by running means of the gradient and of its square (Kingma & Ba 2015).

    Weight decay is added to the gradient; in AdamW it is not.

    >>> x = Value(3.0)
    >>> (x * x).backward()
    >>> Adam([x], lr=0.1).step()
    >>> round(x.data, 6)
    2.9
    """

    memories = ("mean", "square")
    beta1: float
    beta2: float
    eps: float

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        if not max(betas) < 1.0:
            raise ValueError(f"betas must be below 1, got {betas}")
        options = {"lr": lr, "beta1": betas[0], "beta2": betas[1], "eps": eps}
        super().__init__(parameters, **options, weight_decay=weight_decay)

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        return self._moved(x, self.decayed(x, g), *memory)

    def _moved(self, x: Any, g: Any, mean: Any, square: Any) -> tuple[Any, ...]:
        mean = self.beta1 * mean + (1.0 - self.beta1) * g
        square = self.beta2 * square + (1.0 - self.beta2) * g * g
        # both began at 0, and are too small by these factors
        rate = self.lr / (1.0 - self.beta1**self.steps)
        size = (square / (1.0 - self.beta2**self.steps)) ** 0.5
        return x - rate * mean / (size + self.eps), mean, square


class AdamW(Adam):
    """Adam with weight decay apart from the gradient (Loshchilov & Hutter 2019)."""

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(parameters, lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        return self._moved(x * (1.0 - self.lr * self.weight_decay), g, *memory)


class RMSprop(Optimizer):
    """Steps scaled by a running mean of the gradient's square (Tieleman & Hinton 2012)."""

    memories = ("square", "velocity")
    alpha: float
    eps: float
    momentum: float

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 0.01,
        *,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
    ) -> None:
        if not alpha <= 1.0:
            raise ValueError(f"alpha must be at most 1, got {alpha!r}")
        options = {"lr": lr, "alpha": alpha, "eps": eps, "momentum": momentum}
        super().__init__(parameters, **options, weight_decay=weight_decay)

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        g = self.decayed(x, g)
        square = self.alpha * memory[0] + (1.0 - self.alpha) * g * g
        velocity = self.momentum * memory[1] + g / (square**0.5 + self.eps)
        return x - self.lr * velocity, square, velocity


class Adagrad(Optimizer):
    """Steps scaled by the sum of all squares of the gradient so far (Duchi et al. 2011)."""

    memories = ("square",)
    lr_decay: float
    eps: float

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 0.01,
        *,
        lr_decay: float = 0.0,
        eps: float = 1e-10,
        weight_decay: float = 0.0,
    ) -> None:
        options = {"lr": lr, "lr_decay": lr_decay, "eps": eps}
        super().__init__(parameters, **options, weight_decay=weight_decay)

    def update(self, x: Any, g: Any, *memory: Any) -> tuple[Any, ...]:
        g = self.decayed(x, g)
        square = memory[0] + g * g
        rate = self.lr / (1.0 + (self.steps - 1) * self.lr_decay)
        return x - rate * g / (square**0.5 + self.eps), square
