"""What every comparison shares: our runs as child processes, medians, and the machine's drift."""
import json
import statistics
import subprocess
import time

import numpy as np


def ours(*command, environment=None):
    """The JSON objects that one run of the benchmarks executable prints, one a round."""
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True, env=environment)
    return [json.loads(line) for line in result.stdout.strip().splitlines()]


def timed(work):
    """(seconds, result) of one call."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def median(values):
    return statistics.median(values)


def spread(values):
    return f"{median(values):.3f} ({min(values):.3f}-{max(values):.3f})"


def reference_product(size=1536):
    """GFLOP/s of a numpy product, to see whether the machine changed its speed meanwhile."""
    a = np.ones((size, size), np.float32)
    a @ a
    seconds, _ = timed(lambda: a @ a)
    return 2 * size**3 / seconds / 1e9


class Drift:
    """Prints the reference product before and after a comparison."""

    def __enter__(self):
        self.before = reference_product()

    def __exit__(self, *_):
        print(f"reference product {self.before:.0f} GFLOP/s before, "
              f"{reference_product():.0f} after\n", flush=True)


def table(head, rows):
    """A Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)
