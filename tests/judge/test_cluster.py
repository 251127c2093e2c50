"""Grading on a Dask cluster gives what grading here gives, also when its workers die."""

import os
import signal

import minikit
import pytest

from torchkata.assignment import UsageError
from torchkata.judge.cluster import ClusterPool, bundle
from torchkata.judge.pool import unordered_map

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def pool(kit, assignment, cluster):
    with ClusterPool(kit, assignment, cluster.scheduler_address) as pool:
        yield pool


def without_seconds(result):
    data = result.to_json() | {"seconds": 0}
    for exercise in data["exercises"]:
        exercise["checks"] = [check | {"seconds": 0} for check in exercise["checks"]]
    return data


def test_the_cluster_gives_the_results_that_a_judge_here_gives(pool, judge):
    for work in (minikit.work(), minikit.work(more_shapes="\ndef center(x):\n    return x\n")):
        assert without_seconds(pool.grade_one(work)) == without_seconds(judge.grade(work))
    assert pool.sandbox == judge.sandbox and pool.notice == judge.notice
    assert pool.jobs == 4


@pytest.mark.slow
def test_a_worker_that_dies_costs_nobody_a_result(pool, cluster):
    """Its submissions are graded elsewhere, each once in the results."""
    slow = "\nimport time\ntime.sleep(0.3)\n"
    works = [minikit.work(student=f"student-{n}", more_shapes=f"{slow}# {n}\n") for n in range(8)]
    results = []
    for result in unordered_map(pool.grade_one, works, pool.jobs):
        results.append(result)
        if len(results) == 2:
            client = pool._client
            victim = next(iter(client.run(os.getpid).values()))
            os.kill(victim, signal.SIGKILL)
    assert sorted(r.student for r in results) == [w.student for w in works]
    assert all(r.error is None and r.score == 100 for r in results)


def test_broken_graders_end_the_run_with_a_sentence(cluster, tmp_path):
    from torchkata.judge import JudgeError

    kit = minikit.write_kit(tmp_path)
    (kit.graders(minikit.NAME) / "test_nets.py").write_text("1 / 0\n")
    pool = ClusterPool(kit, kit.assignment(minikit.NAME), cluster.scheduler_address)
    with pool, pytest.raises(JudgeError, match="division"):
        pool.grade_one(minikit.work())


def test_only_what_a_judge_needs_travels(kit, assignment):
    assert sorted(bundle(kit, assignment)) == [
        f"assignments/{minikit.NAME}/assignment.toml",
        f"graders/{minikit.NAME}/test_nets.py",
        f"graders/{minikit.NAME}/test_shapes.py",
        f"solutions/{minikit.NAME}/nets.py",
        f"solutions/{minikit.NAME}/shapes.py",
    ]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "gopher://127.0.0.1:1"])
def test_a_scheduler_that_is_not_there_is_a_sentence(kit, assignment, address, monkeypatch):
    monkeypatch.setattr("torchkata.judge.cluster.CONNECT_SECONDS", 2)
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        ClusterPool(kit, assignment, address)


def test_a_cluster_without_workers_is_a_sentence(kit, assignment):
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(UsageError, match="has no workers"),
    ):
        ClusterPool(kit, assignment, empty.scheduler_address)
