"""Parameters on arrays move as they do on Values, all or none, whatever changes on the way."""

import pytest
from pytest import approx

import nn
from nn import MLP, SGD

POINTS, LABELS = nn.make_moons(50, noise=0.1)


def test_momentum_may_begin_and_end_midway():
    def run(jit):
        model = MLP(2, [4, 1], "tanh", seed=0)
        optimizer = SGD(model.parameters(), 0.1)

        def change(model, history):
            optimizer.momentum = 0.9 if len(history) in (2, 3) else 0.0

        options = {"loss": nn.mse, "optimizer": optimizer, "progress": False, "epochs": 6}
        history = nn.fit(model, POINTS, LABELS, jit=jit, callbacks=[change], **options)
        return model, history, optimizer

    (model, history, optimizer), (model2, history2, optimizer2) = run(False), run(True)
    assert history2["loss"] == approx(history["loss"], rel=1e-9)
    for got, want in zip(model2.parameters(), model.parameters()):
        assert got.data == approx(want.data, rel=1e-9)
    assert optimizer2.memory[0] == approx(optimizer.memory[0], rel=1e-9) and any(
        optimizer.memory[0]
    )


class Stubborn(SGD):
    """Refuses to move the parameters after the first block of the second step."""

    blocks = 0

    def update(self, x, g, *memory):
        self.blocks += 1
        if self.blocks == 5:
            raise ArithmeticError("no further")
        return super().update(x, g, *memory)


def test_a_step_that_fails_midway_moves_nothing(monkeypatch):
    monkeypatch.setattr("nn.compiled.BLOCK", 8)
    model = MLP(2, [4, 1], "tanh", seed=0)  # 17 parameters, three blocks
    optimizer = Stubborn(model.parameters(), 0.1, momentum=0.9)
    first = MLP(2, [4, 1], "tanh", seed=0)
    moved = SGD(first.parameters(), 0.1, momentum=0.9)
    options = {"loss": nn.mse, "progress": False, "batch_size": 50}
    with pytest.raises(ArithmeticError, match="no further"):
        nn.fit(model, POINTS, LABELS, optimizer=optimizer, epochs=2, jit=True, **options)
    nn.fit(first, POINTS, LABELS, optimizer=moved, epochs=1, jit=True, **options)
    assert optimizer.steps == 1
    assert [p.data for p in model.parameters()] == [p.data for p in first.parameters()]
    assert optimizer.memory == moved.memory
