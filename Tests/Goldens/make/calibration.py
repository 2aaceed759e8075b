"""Golden numbers for Tests/StatisticsTests and Tests/CalibrationTests.

Oracles: scikit-learn (AUROC, average precision, Brier, log loss, isotonic, Platt, temperature),
netcal and torchmetrics (calibration errors), SciPy (optima, bootstrap, normal quantiles),
statsmodels (Wilson), and plain reimplementations of xoshiro256** and of the cluster bootstrap.

Usage: python -P calibration.py OUTPUT_FOLDER    (needs the packages named above; about a minute;
-P keeps the scripts beside this one from hiding packages of the same name)
"""
import json
import os
import sys
import warnings

import numpy as np
import torch
from netcal.metrics import ECE, MCE
from scipy import optimize, special, stats
from sklearn import metrics
from sklearn.calibration import _sigmoid_calibration, _TemperatureScaling
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.proportion import proportion_confint
from torchmetrics.functional.classification import binary_calibration_error

warnings.filterwarnings("ignore")
BINS = [5, 10, 15]


def finite(value):
    value = float(value)
    return value if np.isfinite(value) else None


def ranking(y, s, w):
    both = len({label for label, weight in zip(y, w) if weight}) == 2
    positive = any(label and weight for label, weight in zip(y, w))
    return {
        "auroc": finite(metrics.roc_auc_score(y, s, sample_weight=w)) if both else None,
        "auprc": finite(metrics.average_precision_score(y, s, sample_weight=w)) if positive else None,
    }


def proper(y, p, w):
    return {
        "brier": float(np.average((p - y) ** 2, weights=w)),
        "brier_sklearn": float(metrics.brier_score_loss(y, p, sample_weight=w, pos_label=1)) if len(set(y)) == 2 else None,
        "nll": float(metrics.log_loss(y, p, sample_weight=w, labels=[0, 1])),
        "accuracy": float(metrics.accuracy_score(y, p >= 0.5, sample_weight=w)),
    }


def netcal(y, p, bins, equal_mass=False):
    return float(ECE(bins, equal_intervals=not equal_mass).measure(p, y))


def calibration_errors(y, p):
    """Only for probabilities that do not lie on bin edges and have no ties."""
    out = []
    for bins in BINS:
        t, u = torch.tensor(p, dtype=torch.float64), torch.tensor(y)
        out.append({
            "bins": bins,
            "netcal": netcal(y, p, bins),
            "netcal_mce": float(MCE(bins).measure(p, y)),
            "netcal_equal_mass": netcal(y, p, bins, equal_mass=True) if len(p) % bins == 0 else None,
            "torchmetrics": {
                norm: float(binary_calibration_error(t, u, n_bins=bins, norm=norm))
                for norm in ["l1", "l2", "max"]
            },
        })
    return out


def newton_line(z, t, w):
    """Least log loss of a line through z for targets t, to the last digits."""
    def loss(ab):
        f = ab[0] * z + ab[1]
        return np.sum(w * (np.logaddexp(0, f) - t * f))

    def gradient(ab):
        r = w * (special.expit(ab[0] * z + ab[1]) - t)
        return np.array([r @ z, r.sum()])

    def hessian(ab):
        q = special.expit(ab[0] * z + ab[1])
        c = w * q * (1 - q)
        return np.array([[c @ (z * z), c @ z], [c @ z, c.sum()]])

    x = optimize.minimize(loss, np.zeros(2), jac=gradient, hess=hessian, method="trust-exact").x
    for _ in range(50):
        x = x - np.linalg.solve(hessian(x), gradient(x))
    return [float(x[0]), float(x[1])]


def best_temperature(z, y, w):
    def slope(b):
        return np.sum(w * z * (special.expit(b * z) - y))
    return 1 / optimize.brentq(slope, np.exp(-10), np.exp(10), xtol=1e-15, rtol=1e-15)


def recalibrations(y, z, w):
    p, n = float(np.sum(w[y == 1])), float(np.sum(w[y == 0]))
    smooth = np.where(y == 1, (p + 1) / (p + 2), 1 / (n + 2))
    a, b = _sigmoid_calibration(z, y, sample_weight=w.astype(float))
    iso = IsotonicRegression(out_of_bounds="clip").fit(z, y, sample_weight=w.astype(float))
    queries = np.concatenate([z[:40], np.linspace(z.min() - 1, z.max() + 1, 41)])
    scaling = _TemperatureScaling().fit(z, y, sample_weight=w.astype(float))
    return {
        "platt_smoothed": newton_line(z, smooth, w),
        "platt_sklearn": [-float(a), -float(b)],
        "platt_plain": newton_line(z, y.astype(float), w),
        "temperature": best_temperature(z, y, w),
        # scikit-learn makes two-class logits (-z, z) of one, so its temperature is for 2 z.
        "temperature_sklearn": float(1 / (2 * scaling.beta_)),
        "isotonic_thresholds": iso.X_thresholds_.tolist(),
        "isotonic_values": iso.y_thresholds_.tolist(),
        "queries": queries.tolist(),
        "isotonic_at_queries": iso.predict(queries).tolist(),
    }


def metric_cases():
    rng = np.random.default_rng(20)
    def draw(n, slope=1.0):
        z = np.round(rng.normal(0.3, 1.5, n), 6)
        return special.expit(z).round(7), (rng.random(n) < special.expit(slope * z)).astype(int)

    plain_p, plain_y = draw(300, slope=0.6)
    large_p, large_y = draw(1500, slope=1.7)
    verbal_p, verbal_y = draw(250)
    verbal_p = verbal_p.round(1)
    weighted_p, weighted_y = draw(200)
    weighted_p[:80] = weighted_p[:80].round(1)
    certain_p, certain_y = draw(60)
    certain_p[:20] = (certain_p[:20] > 0.4).astype(float)
    rows = [
        ("plain", plain_p, plain_y, None, True),
        ("large", large_p, large_y, None, True),
        ("ties", verbal_p, verbal_y, None, False),
        ("weighted", weighted_p, weighted_y, rng.integers(0, 6, 200), False),
        ("certain", certain_p, certain_y, None, False),
        ("constant", np.full(30, 0.4), np.array([0, 1, 1] * 10), None, False),
        ("two", np.array([0.2, 0.9]), np.array([1, 0]), None, False),
        ("one-positive", np.array([0.25]), np.array([1]), None, False),
        ("one-negative", np.array([0.25]), np.array([0]), None, False),
        ("all-positive", plain_p[:20], np.ones(20, int), None, False),
        ("all-negative", plain_p[:20], np.zeros(20, int), None, False),
    ]
    cases = []
    for name, p, y, w, untied in rows:
        weight = np.ones(len(p), int) if w is None else w
        case = {"name": name, "probabilities": p.tolist(), "labels": y.tolist()}
        if w is not None:
            case["weights"] = w.tolist()
        case |= ranking(y, p, weight) | proper(y, p, weight)
        if untied:
            case["calibration_errors"] = calibration_errors(y, p)
        if len(p) >= 30 and name != "constant":
            z = np.round(special.logit(np.clip(p, 0.001, 0.999)), 5)
            case["logits"] = z.tolist()
            case["recalibrations"] = recalibrations(y, z, weight)
        cases.append(case)
    return cases


def clustered(rng, clusters, size):
    """Items whose logits and labels share a push within their cluster."""
    push = np.repeat(rng.normal(0, 1, clusters), size)
    truth = push + rng.normal(0, 0.7, clusters * size)
    z = truth + rng.normal(0, 0.8, clusters * size)
    y = (rng.random(clusters * size) < special.expit(1.5 * truth)).astype(int)
    return special.expit(z).round(6), y, np.repeat(np.arange(clusters), size)


def bootstrap_cases():
    rng = np.random.default_rng(5)
    p, y, c = clustered(rng, 40, 5)
    members = [np.flatnonzero(c == k) for k in range(40)]
    drawn = {"auroc": [], "auprc": [], "brier": [], "nll": [], "ece_equal_width": []}
    for _ in range(6000):
        index = np.concatenate([members[k] for k in rng.integers(0, 40, 40)])
        yy, pp = y[index], p[index]
        drawn["auroc"].append(metrics.roc_auc_score(yy, pp))
        drawn["auprc"].append(metrics.average_precision_score(yy, pp))
        drawn["brier"].append(np.mean((pp - yy) ** 2))
        drawn["nll"].append(metrics.log_loss(yy, pp))
        bins = np.minimum((pp * 15).astype(int), 14)
        gaps = np.bincount(bins, yy, 15) - np.bincount(bins, pp, 15)
        drawn["ece_equal_width"].append(np.abs(gaps).sum() / len(pp))
    iid = stats.bootstrap(
        ((p - y) ** 2,), np.mean, n_resamples=50_000, method="percentile", batch=1000,
        random_state=np.random.default_rng(1)).confidence_interval
    return {
        "probabilities": p.tolist(), "labels": y.tolist(), "clusters": c.tolist(),
        "cluster_intervals": {k: np.percentile(v, [2.5, 50, 97.5]).tolist() for k, v in drawn.items()},
        "iid_brier": [float(iid.low), float(iid.high)],
    }


MASK = (1 << 64) - 1


def mix(value):
    z = (value + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def xoshiro(state, n):
    s, out = list(state), []
    rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
    for _ in range(n):
        out.append((rotate((s[1] * 5) & MASK, 7) * 9) & MASK)
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
    return out


def seeded(seed, n):
    return xoshiro([mix((seed + k * 0x9E3779B97F4A7C15) & MASK) for k in range(4)], n)


def child(seed, name):
    if isinstance(name, int):
        return mix(seed ^ mix((name + 0x6A09E667F3BCC909) & MASK))
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return mix(seed ^ h)


def statistics_cases():
    # Published vectors: SplitMix64 from 1234567 and xoshiro256** from the state 1, 2, 3, 4.
    assert [mix((1234567 + k * 0x9E3779B97F4A7C15) & MASK) for k in range(3)] == [
        6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert xoshiro([1, 2, 3, 4], 4) == [11520, 0, 1509978240, 1215971899390074240]
    seeds = [0, 1, 42, MASK]
    names = ["", "bootstrap", "schön 東京"]
    chances = [0, 1e-300, 1e-20, 1e-5, 0.01, 0.025, 0.0749, 0.0751, 0.3, 0.5, 0.9, 0.975, 1 - 1e-10]
    values = np.round(np.random.default_rng(3).normal(size=37), 4)
    wilson = [(s, n, l) for s, n in [(0, 10), (10, 10), (3, 7), (412, 1000)] for l in [0.9, 0.95]]
    return {
        "generator": [{"seed": str(s), "draws": [str(x) for x in seeded(s, 8)]} for s in seeds],
        "children": [
            {"seed": str(s), "name": n, "draws": [str(x) for x in seeded(child(s, n), 3)]}
            for s in seeds for n in names + [0, 7, -1]],
        "normal_quantiles": [[float(c), finite(special.ndtri(c))] for c in chances],
        "values": values.tolist(),
        "mean": float(values.mean()), "variance": float(values.var(ddof=1)),
        "quantiles": [[q, float(np.quantile(values, q))] for q in [0, 0.025, 0.1, 0.5, 0.77, 0.975, 1]],
        "wilson": [[s, n, l, *map(float, proportion_confint(s, n, 1 - l, "wilson"))] for s, n, l in wilson],
    }


if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    made = {"metrics": metric_cases(), "bootstrap": bootstrap_cases(), "statistics": statistics_cases()}
    for name, content in made.items():
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(content, file, ensure_ascii=False)
            file.write("\n")
