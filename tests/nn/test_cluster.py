"""Training on a cluster of dask's, here of two processes, gives the same bits as without it."""

import pytest

import nn

distributed = pytest.importorskip("distributed")
X, Y = nn.make_moons(40, noise=0.1)


def trained(jit, **options):
    model = nn.MLP(2, [6, 1], "tanh", seed=0)
    optimizer = nn.Adam(model.parameters(), 0.05)
    options |= {"loss": nn.mse, "optimizer": optimizer, "epochs": 4, "batch_size": 12}
    history = nn.fit(model, X, Y, progress=False, metrics=[nn.accuracy], jit=jit, **options)
    return history.columns, [p.data for p in model.parameters()], optimizer.memory


@pytest.fixture(scope="module")
def client():
    options = {"n_workers": 2, "threads_per_worker": 2, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


@pytest.mark.parametrize("jit", [False, True])
def test_a_cluster_gives_the_same_bits(client, jit):
    with client.get_executor() as executor:
        assert trained(jit, executor=executor) == trained(jit, shards=4)


def test_a_client_is_told_from_its_executor(client):
    with pytest.raises(TypeError, match=r"got Client; .* client.get_executor\(\)"):
        trained(True, executor=client)


def test_errors_come_back_with_their_shard(client):
    from workers import Failing

    model = Failing()
    options = {"loss": nn.mse, "optimizer": nn.SGD(model.parameters()), "progress": False}
    with client.get_executor() as executor, pytest.raises(ArithmeticError) as caught:
        nn.fit(model, [[1.0], [11.0]], [0.0, 0.0], executor=executor, shards=2, **options)
    assert any("in shard 2 of 2 at step 1" in note for note in caught.value.__notes__)
