"""A year of the real daemon in a world full of faults, in virtual time: nothing is lost, repeated or unseen."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.simulation import ledger
from benchmarks.simulation.plan import draw
from benchmarks.simulation.simulation import Outcome, Simulation
from monitor.config.durations import read_duration


def main() -> int:
    """Simulates one seed, or ``--seeds`` of them from ``--seed`` on. 1 if something did not hold."""
    asked = _read_arguments()
    failed = 0
    for seed in range(asked.seed, asked.seed + asked.seeds):
        begun, cpu = time.monotonic(), time.process_time()
        outcome = simulate(seed, asked)
        took = f"{time.monotonic() - begun:.1f} s wall, {time.process_time() - cpu:.1f} s CPU"
        _tell(outcome, took, verbose=asked.verbose)
        sys.stdout.flush()
        if outcome.broken:
            failed += 1
            print(f"seed {seed}, day {outcome.day}:\n{outcome.broken}")
            print(f"again: python benchmarks/simulate.py --seed {seed} --days {asked.days} --sources {asked.sources} "
                  f"--every {asked.every}")  # fmt: skip
    print(f"{asked.seeds - failed} of {asked.seeds} seeds held")
    return 1 if failed else 0


def simulate(seed: int, asked: argparse.Namespace) -> Outcome:
    """One seed, in a folder of its own; in memory where the machine has such a place."""
    plan = draw(seed, days=asked.days, sources=asked.sources, every=read_duration(asked.every))
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="simulate", dir=shared if shared.is_dir() else None) as folder:
        place = Path(asked.keep or folder)
        place.mkdir(parents=True, exist_ok=True)
        return Simulation(plan, place).run()


def _tell(outcome: Outcome, took: str, *, verbose: bool) -> None:
    counts = outcome.counts
    print(
        f"seed {outcome.seed}: {outcome.day} days, {counts['polls']:,} polls, {counts['posts']:,} posts, "
        f"{counts['alerts']:,} alerts, {counts['notices']:,} notices, {sum(outcome.ends.values())} lives, {took}, "
        f"{_of(outcome)}, trace {outcome.trace[:12]}"
    )
    if verbose:
        print(f"  memory beside caches and books, MB: {', '.join(f'{one.rest:.1f}' for one in outcome.memory)}")
        for name, table in (("counts", counts), ("ends", outcome.ends), ("crashes", outcome.crashes)):
            print(f"  {name}: {', '.join(f'{word} {times:,}' for word, times in sorted(table.items()))}")


def _of(outcome: Outcome) -> str:
    """Memory at the last look, and how the daemon's part of it has changed."""
    if not outcome.memory:
        return "no look at memory"
    last, begun = outcome.memory[-1], outcome.memory[: ledger.BEGUN][-1]
    return (
        f"{last.whole:.0f} MB ({last.caches:.1f} of caches, {last.books:.1f} of books, "
        f"the rest {last.rest - begun.rest:+.1f} since an early day)"
    )


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many seeds, one after the other")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--sources", type=int, default=12)
    parser.add_argument("--every", default="1h")
    parser.add_argument("--keep", default="", help="leave the database in this folder")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
