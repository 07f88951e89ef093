"""The long storms over PostgreSQL: what they measured is printed, what broke ends with 1.

python -m tests.faults.fleets                           # all, as `make storm` does
python -m tests.faults.fleets workers --kills 50 --questions 500 --workers 4
python -m tests.faults.fleets server                    # PostgreSQL killed under load
python -m tests.faults.fleets away --seconds 300        # PostgreSQL away for a while
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests import postgresql
from tests.faults import rows
from tests.faults.__main__ import _tell, broken_promises
from tests.faults.fleet_storm import FleetStorm, Plan, fleet_storm, outage, prepared
from tests.faults.nursery import Nursery
from tests.faults.weather import ROUGH
from tests.postgresql import Cluster

PLANS = {
    "workers": Plan(seed=0, questions=2000, leaders=150, kills=200, life=100),
    "rough": Plan(seed=0, questions=2000, leaders=150, kills=200, life=100, weather=ROUGH),
    "server": Plan(seed=0, questions=1000, leaders=150, kills=100, life=100, victim="server"),
    "away": Plan(seed=0, questions=100, leaders=50, kills=0),
}


async def _passed(
    name: str, plan: Plan, nursery: Nursery, cluster: Cluster, seconds: float
) -> FleetStorm:
    order, database = "CREATE DATABASE storm", f"{cluster.address}/storm"
    await postgresql.execute(f"{cluster.address}/postgres", order)
    with tempfile.TemporaryDirectory() as folder:
        if name != "away":
            return await fleet_storm(Path(folder), plan, nursery, cluster, database)
        async with prepared(Path(folder), plan, nursery, cluster, database) as passing:
            lines = await outage(passing, seconds)
        sys.stdout.write(f"\naway for {seconds:.0f} s: {lines:.1f} lines a second were logged\n")
        return passing


def _kept(name: str, plan: Plan, nursery: Nursery, seconds: float) -> bool:
    """Let a storm pass; tell whether it kept its promises."""
    with postgresql.running_cluster() as cluster:
        passed = asyncio.run(_passed(name, plan, nursery, cluster, seconds))
        found = broken_promises(passed)
        _tell(name, passed, found)
        rows.let_go(passed.fleet.database)
    return not found


def main() -> int:
    """Let the chosen storms pass; return how the program ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fleets", description=__doc__)
    parser.add_argument("storm", nargs="?", choices=list(PLANS), help="one; all without it")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int)
    parser.add_argument("--questions", type=int)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--seconds", type=float, default=20.0, help="that PostgreSQL is away")
    chosen = parser.parse_args()
    if reason := postgresql.missing():
        sys.stdout.write(f"{reason}\n")
        return 1
    numbers = {name: getattr(chosen, name) for name in ("kills", "questions", "workers")}
    changes = {name: value for name, value in numbers.items() if value}
    logging.getLogger("uvicorn.error").disabled = True  # it tells of each answer broken off
    nursery = Nursery()
    plans = {chosen.storm: PLANS[chosen.storm]} if chosen.storm else PLANS
    kept = [
        _kept(name, replace(plan, seed=chosen.seed, **changes), nursery, chosen.seconds)
        for name, plan in plans.items()
    ]
    nursery.close()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
