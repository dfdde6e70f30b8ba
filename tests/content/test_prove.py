"""The nightly proof: its table names the worst of all seeds, and what is not good makes it fail."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "prove.py"


@pytest.fixture(scope="module")
def prove():
    spec = importlib.util.spec_from_file_location("prove", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["prove"] = module
    spec.loader.exec_module(module)
    return module


def flight(prove, **values):
    wanted = {
        "mission": "unit-swap", "cut": "3m", "seed": 1, "outcome": "complete", "time_margin": 0.5, "o2_margin": 0.6,
        "eva_min": 72.0, "o2_kg": 0.085, "breaks": 0, "harm": 0, "contact_n": 10.0, "score": 990, "digest": "a",
        "cpu_s": 3.0,
    }  # fmt: skip
    return prove.Flight(**(wanted | values))


def test_the_worst_seed_is_shown(prove) -> None:
    """A line has the least margins, the hardest knock and the lowest score of its seeds."""
    flights = [flight(prove), flight(prove, seed=2, time_margin=0.09, contact_n=80.0, score=700), flight(prove, try_=2)]
    lines, is_good = prove.table_of(flights, 0.08)
    assert is_good
    assert len(lines) == 2
    assert lines[1].split()[:7] == ["unit-swap", "3m", "2", "2", "9%", "60%", "72.0"]
    assert "80" in lines[1]
    assert "700" in lines[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "lost"}, "seed 2: lost"),
        ({"o2_margin": 0.05}, "5.0% in hand, wanted 8%"),
        ({"breaks": 3}, "broken 3 times"),
        ({"harm": 1}, "1 parts damaged"),
        ({"seed": 1, "digest": "b"}, "two digests"),
    ],
)
def test_what_is_not_good_is_told(prove, change, told) -> None:
    """A person lost, a thin margin, a broken rule, harm, or two digests of one seed: each is named and fails."""
    lines, is_good = prove.table_of([flight(prove), flight(prove, **({"seed": 2} | change))], 0.08)
    assert not is_good
    assert told in "\n".join(lines)


def test_every_mission_is_flown(prove) -> None:
    """Without a name every mission with work to do is flown in each cut but true time, its first seed twice."""
    asked = argparse.Namespace(missions=[], cut=[], seeds=2, true_time=False, once=False)
    jobs = prove.jobs_of(asked)
    assert [job for job in jobs if job[:2] == ("unit-swap", "3m")] == [
        ("unit-swap", "3m", 1, 1),
        ("unit-swap", "3m", 2, 1),
        ("unit-swap", "3m", 1, 2),
    ]
    assert len(set(jobs)) == len(jobs)
    assert not [job for job in jobs if job[0].startswith("lab-") or job[1] == "1:1"]
    assert any(job[1] == "1:1" for job in prove.jobs_of(argparse.Namespace(**{**vars(asked), "true_time": True})))
