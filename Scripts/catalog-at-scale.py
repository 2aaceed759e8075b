#!/usr/bin/env python3
"""Times `knowable runs` on a catalog of 1,000 runs with 1,000,000 metrics, in processes of their own.

  Scripts/catalog-at-scale.py [COMMAND]      .build/release/knowable unless given

The catalog is the command's own, filled up with copies of one real run. Ends with code 1 when
`runs list` takes 100 ms or more, or `runs compare` 300 ms or more (medians of nine).
"""

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

RUNS, METRICS, ROUNDS = 1000, 1000, 9
LIMITS = {"list": 0.100, "compare": 0.300}


def fill(path):
    """Copies the only run of a catalog until there are enough, each with its own metrics."""
    catalog = sqlite3.connect(path)
    catalog.row_factory = sqlite3.Row
    run = dict(catalog.execute("SELECT * FROM run").fetchone())
    random.seed(1)
    for number in range(RUNS):
        run.update(
            number=None, id=f"20260101T{number:06d}-0000", metric_count=METRICS,
            started_at=f"2026-01-01T{number // 60 % 24:02d}:{number % 60:02d}:00.000Z")
        names = ", ".join(run)
        places = ", ".join("?" * len(run))
        row = catalog.execute(f"INSERT INTO run ({names}) VALUES ({places})", list(run.values()))
        catalog.executemany(
            "INSERT INTO metric (run, name, value, low, high, level, n, clusters, resamples, unit,"
            " direction) VALUES (?, ?, ?, ?, ?, 0.95, 1000, 100, 2000, 'nats', 'lower')",
            ((row.lastrowid, f"taps.{i}.loss", v := random.random(), v - 0.01, v + 0.01)
             for i in range(METRICS)))
    catalog.commit()
    catalog.close()


def main():
    knowable = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/knowable")
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "catalog.sqlite")
        environment = dict(os.environ, KNOWABLE_CATALOG=path)
        subprocess.run(
            [knowable, "world", "--world", f"{here}/data/worlds/facts-and-coins/world.json",
             "--documents", "1", "--output", f"{folder}/texts", "--quiet"],
            env=environment, check=True, stdout=subprocess.DEVNULL)
        fill(path)
        print(f"{RUNS:,} runs, {RUNS * METRICS:,} metrics, {os.path.getsize(path) / 1e6:.0f} MB")
        first, second = "20260101T000001", "20260101T000999"
        for words in (["list"], ["list", "--limit", "0"], ["show", first],
                      ["compare", first, second], ["diff", first, second]):
            seconds = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                subprocess.run([knowable, "runs", *words], env=environment, check=True,
                               stdout=subprocess.DEVNULL)
                seconds.append(time.perf_counter() - start)
            median = statistics.median(seconds)
            limit = LIMITS.get(words[0])
            failed |= limit is not None and median >= limit
            print(f"runs {' '.join(words):45} {1000 * median:6.0f} ms"
                  f" ({1000 * min(seconds):.0f}-{1000 * max(seconds):.0f})")
    sys.exit(failed)


main()
