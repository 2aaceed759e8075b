"""Cluster bootstrap and sign-flip permutation beside scikit-learn and scipy on data of equal shape.

python metrics.py BENCHMARKS [--rounds 5]

A loop over resamples with scikit-learn is timed for a few resamples and multiplied up, which the
table says. Needs scikit-learn and scipy.
"""
import argparse

import numpy as np
from scipy import stats
from sklearn.metrics import brier_score_loss, roc_auc_score

from measure import Drift, median, ours, spread, table, timed


def sklearn_loop(count, cluster_size, resamples):
    """Seconds a resample of clusters with AUROC, Brier score and ECE of 15 bins in numpy."""
    generator = np.random.default_rng(0)
    p = np.round(generator.random(count), 3)
    y = generator.random(count) < p
    clusters = count // cluster_size

    def once():
        drawn = generator.integers(0, clusters, clusters)
        items = (drawn[:, None] * cluster_size + np.arange(cluster_size)).ravel()
        q, t = p[items], y[items]
        bins = np.minimum((q * 15).astype(int), 14)
        weight = np.bincount(bins, minlength=15)
        gap = np.abs(np.bincount(bins, q, 15) - np.bincount(bins, t, 15))
        return roc_auc_score(t, q), brier_score_loss(t, q), gap.sum() / weight.sum()

    return timed(lambda: [once() for _ in range(resamples)])[0] / resamples


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmarks")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    rows = []
    with Drift():
        for count, resamples, sample in [(4000, 2000, 100), (1_000_000, 1000, 2)]:
            mine, loop = [], []
            for _ in range(args.rounds):
                mine.append(ours(args.benchmarks, "bootstrap", "--count", count,
                                 "--resamples", resamples)[-1]["seconds"])
                loop.append(sklearn_loop(count, 4, sample) * resamples)
            rows.append([f"10 metrics, n = {count:,}, {resamples:,} resamples of clusters of 4",
                         spread(mine), f"scikit-learn loop over 3 metrics, {sample} resamples "
                         "multiplied up", spread(loop), f"{median(loop) / median(mine):,.0f}"])
        differences = np.random.default_rng(1).normal(0.01, 1, 10_000)
        mine, theirs = [], []
        for _ in range(args.rounds):
            mine.append(ours(args.benchmarks, "permutation")[-1]["seconds"])
            theirs.append(timed(lambda: stats.permutation_test(
                (differences,), lambda x, axis: x.mean(axis), vectorized=True, batch=500,
                permutation_type="samples", n_resamples=5000, rng=0))[0])
        rows.append(["sign-flip permutation, n = 10,000, 5,000 permutations", spread(mine),
                     "scipy.stats.permutation_test", spread(theirs),
                     f"{median(theirs) / median(mine):,.0f}"])
    table(["work", "knowable, s", "peer", "peer, s", "ratio"], rows)


main()
