"""Golden numbers for Tests/StatisticsTests: sign-flip tests, rank correlations, corrections, TOST.

Oracles: SciPy (permutation_test, spearmanr, kendalltau, ttest_1samp), statsmodels (multipletests),
and the seeded sign streams of calibration.py, drawn again here.

Usage: python -P hypothesis_tests.py OUTPUT_FOLDER
"""
import json
import os
import sys

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import DescrStatsW

HERE = os.path.dirname(os.path.abspath(__file__))
SIDES = {"two-sided": "two-sided", "greater": "greater", "less": "less"}


def streams():
    """The generators of calibration.py without its heavy imports."""
    source = open(os.path.join(HERE, "calibration.py")).read()
    start, end = source.index("MASK ="), source.index("def statistics_cases")
    names = {}
    exec(source[start:end], names)
    return names["child"], names["seeded"]


def seeded_p(values, seed, patterns, side):
    """p by the definition of SignFlipTest, with its own seeded signs."""
    child, seeded = streams()
    values = np.asarray([v for v in values if v != 0])
    words, parent = (len(values) + 63) // 64, child(seed, "sign flip")
    total, extreme = values.sum(), 0
    for r in range(patterns):
        bits = seeded(child(parent, r), words)
        flips = np.array([(bits[k // 64] >> (k % 64)) & 1 for k in range(len(values))])
        drawn = total - 2 * values[flips == 1].sum()
        slack = 64 * np.finfo(float).eps * np.abs(values).sum()
        extreme += {"two-sided": abs(drawn) >= abs(total) - slack,
                    "greater": drawn >= total - slack, "less": drawn <= total + slack}[side]
    return (int(extreme) + 1) / (patterns + 1)


def sign_flips():
    rng = np.random.default_rng(8)
    rows = []
    for name, values in {
        "small": np.round(rng.normal(0.4, 1, 11), 3),
        "ties": rng.integers(-2, 4, 14).astype(float),
        "large": np.round(rng.normal(0.1, 1, 150), 4),
    }.items():
        row = {"name": name, "values": values.tolist(), "scipy": {}, "seeded": {}}
        for side in SIDES:
            exact = len(values) <= 14
            found = stats.permutation_test(
                (values,), np.mean, permutation_type="samples", vectorized=True, axis=0,
                n_resamples=20_000, alternative=side, rng=np.random.default_rng(1))
            row["scipy"][side] = float(found.pvalue)
            if not exact:
                row["seeded"][side] = seeded_p(values, 77, 999, side)
        rows.append(row)
    clusters = rng.integers(0, 9, 60)
    values = np.round(rng.normal(0.3, 1, 60) + 0.5 * rng.normal(size=9)[clusters], 3)
    sums = np.array([values[clusters == c].sum() for c in range(9)])
    found = stats.permutation_test(
        (sums,), np.sum, permutation_type="samples", vectorized=True, axis=0, n_resamples=20_000)
    rows.append({"name": "clustered", "values": values.tolist(), "clusters": clusters.tolist(),
                 "scipy": {"two-sided": float(found.pvalue)}, "seeded": {}})
    return rows


def correlations():
    rng = np.random.default_rng(9)
    rows = []
    for name, x, y in [
        ("plain", rng.normal(size=40), None),
        ("ties", rng.integers(0, 6, 60).astype(float), None),
        ("constant", np.ones(8), np.arange(8.0)),
        ("reversed", np.arange(12.0), -np.arange(12.0) ** 3),
    ]:
        if y is None:
            y = np.round(0.5 * x + rng.normal(size=len(x)), 0 if name == "ties" else 6)
        clean = lambda v: float(v) if np.isfinite(v) else None
        rows.append({"name": name, "x": x.tolist(), "y": y.tolist(),
                     "spearman": clean(stats.spearmanr(x, y).statistic),
                     "kendall": clean(stats.kendalltau(x, y).statistic)})
    return rows


def corrections():
    rng = np.random.default_rng(10)
    rows = []
    for p in [rng.uniform(size=12) ** 3, np.array([0.01, 0.01, 0.04, 0.2, 1.0]), np.array([0.03])]:
        rows.append({"p": p.tolist(), "holm": multipletests(p, method="holm")[1].tolist(),
                     "bh": multipletests(p, method="fdr_bh")[1].tolist()})
    return rows


def equivalences():
    rng = np.random.default_rng(12)
    rows = []
    for n, mean, low, high in [(25, 0.05, -0.5, 0.5), (8, 0.3, -0.4, 0.6), (100, 1.0, -0.2, 0.2)]:
        x = np.round(rng.normal(mean, 1, n), 4)
        p, lower, upper = DescrStatsW(x).ttost_mean(low, high)
        rows.append({"values": x.tolist(), "low": low, "high": high, "p": float(p),
                     "lower": float(lower[1]), "upper": float(upper[1])})
    return rows


if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    made = {"sign_flips": sign_flips(), "correlations": correlations(),
            "corrections": corrections(), "equivalences": equivalences()}
    with open(os.path.join(folder, "hypothesis-tests.json"), "w") as file:
        json.dump(made, file)
        file.write("\n")
