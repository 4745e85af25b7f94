"""The tables of compiling and of growth, where nothing but this package is installed."""

import os

import pytest

from autograd import Value, topological_sort
from benchmarks import compiling, dialects, growth, lowering
from benchmarks.contest import Effort
from benchmarks.engines import Engine
from benchmarks.graphs import OPERATIONS, Chain, Wide
from benchmarks.table import tables

np = pytest.importorskip("numpy")

LITTLE = Effort(1, 0.001)


@pytest.fixture
def alone(monkeypatch):
    def installed(engine):
        return engine.ours and not engine.backend and not engine.compiled

    monkeypatch.setattr(Engine, "installed", property(installed))


@pytest.mark.parametrize("graph", [Chain(10), Chain(1000), Wide(3 * OPERATIONS)], ids=str)
def test_a_graph_has_as_many_operations_as_it_says(graph):
    y = graph.of_vector(dialects.ours())([Value(x) for x in graph.point])
    assert sum(1 for node in topological_sort(y) if node.parents) == graph.operations


def test_growth_shows_each_decade(alone, monkeypatch, capfd):
    monkeypatch.setattr(growth, "DECADES", (100, 1000))
    monkeypatch.setattr(growth, "REPEATED", 0.001)
    shown = tables([*growth.rows(LITTLE)])
    assert len(shown) == (6 if growth.PAGES.exists() else 4)
    for text in shown.values():
        assert [line.split(" | ")[0] for line in text.splitlines()[2:]] == [
            "| chain, 100 operations",
            "| chain, 1,000 operations",
            "| perceptron 16-16-1, 100 operations",
            "| perceptron 16-16-1, 1,000 operations",
        ]
    assert "lean" in shown["Forward + backward on Values, each operation"]
    assert "RecursionError" in capfd.readouterr().err


def test_no_engine_gets_a_graph_that_is_too_large_for_it(alone, monkeypatch, capfd):
    monkeypatch.setattr(growth, "LARGEST", dict.fromkeys(growth.LARGEST, 100) | {"jit": 99})
    found = [*growth._rows(Chain(100), growth.COMPILED)]
    assert all(row.cells == {} for row in found)
    found = [*growth._rows(Chain(100), growth.EAGER)]
    assert all(row.cells.keys() == {"operators", "lean"} for row in found)


def test_first_calls_are_measured(alone, monkeypatch, capfd):
    monkeypatch.setattr(compiling, "PROGRAMS", (Chain(100),))
    rows = [*compiling.rows(LITTLE)]
    found = {(table, row.title): row.cells for row in rows for table in row.tables}
    for title, unit, _ in compiling.COLUMNS:
        if unit is compiling.duration:
            assert found[title, "chain, 100 operations"]["jit"] > 0.0
    for stage in lowering.STAGES:
        assert found[lowering.TABLE, f"chain, 100 operations: {stage}"]["jit"] > 0.0


def test_processes_in_an_empty_cache_find_nothing_there(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "before")
    with compiling.empty_cache():
        assert os.listdir(os.environ["XDG_CACHE_HOME"]) == []
    assert os.environ["XDG_CACHE_HOME"] == "before"
    monkeypatch.delenv("XDG_CACHE_HOME")
    with compiling.empty_cache():
        pass
    assert "XDG_CACHE_HOME" not in os.environ


def test_only_a_long_compilation_is_not_repeated(monkeypatch):
    asked = []

    def ask(work, engine, warm):
        asked.append(warm)
        return compiling.Calls(6.0 if warm else 1.0, 0.0, 0, [1.0])

    monkeypatch.setattr(compiling, "_ask", ask)
    assert len(compiling._measured(None, "jit", 3).first) == 2
    assert asked == [1, 1, 0, 0, 0]
