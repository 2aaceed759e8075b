"""Golden numbers for hard logistic fits, masked targets, ridge and softmax (run from Tests/Goldens).

Features are stored as float32 and fitted in float64; scikit-learn 1.9 was used.
"""
import json
import os
import warnings

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression, Ridge

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "probes")


def standardised(x):
    x = x.astype(np.float64)
    scale = x.std(0)
    return np.divide(x - x.mean(0), scale, out=np.zeros_like(x), where=scale > 1e-9 * abs(x.mean(0)))


def optimum(z, y, c, weights=None):
    """newton-cholesky, polished in float64 by a damped Newton until nothing moves."""
    m = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-12, max_iter=2000).fit(
        z, y, sample_weight=weights)
    k = np.ones(len(y)) if weights is None else weights
    s = 2 * y - 1

    def objective(p):
        return c * (k * np.logaddexp(0, -s * (z @ p[:-1] + p[-1]))).sum() + 0.5 * p[:-1] @ p[:-1]

    p = np.append(m.coef_[0], m.intercept_[0])
    one = np.hstack([z, np.ones((len(y), 1))])
    for _ in range(200):
        q = 1 / (1 + np.exp(-(one @ p)))
        g = c * one.T @ (k * (q - y)) + np.append(p[:-1], 0)
        h = c * (one * (k * q * (1 - q))[:, None]).T @ one + np.diag(np.append(np.ones(z.shape[1]), 1e-12))
        step, t = np.linalg.solve(h, g), 1.0
        while objective(p - t * step) > objective(p) and t > 1e-8:
            t /= 2
        if t <= 1e-8:
            break
        p = p - t * step
    return {"C": c, "objective": float(objective(p)), "intercept": float(p[-1])}


r = np.random.default_rng(7)
x = r.standard_normal((3000, 8)).astype(np.float32)
score = x @ r.standard_normal(8)
y = np.zeros(3000, int)
y[np.argsort(score + r.standard_normal(3000))[-3:]] = 1  # 1 in 1000
np.save(os.path.join(OUT, "rare-3000-8.npy"), x)

d = r.standard_normal((160, 14)).astype(np.float32)
d[:, 3] = 17.25  # constant
d[:, 5] = d[:, 4]  # duplicated
d[:, 9] = d[:, 8] * 2 - 1  # the same after standardising
np.save(os.path.join(OUT, "degenerate-160-14.npy"), d)
yd = (d[:, :3].sum(1) + r.standard_normal(160) > 0).astype(int)

old = {case["name"]: case for case in json.load(open(os.path.join(OUT, "linear.json")))["cases"]}
hard = []
for name, labels, cs in [("rare-3000-8", y, (1e-2, 1.0, 1e3)), ("degenerate-160-14", yd, (1e-2, 1.0, 1e3)),
                         ("separable-120-16", np.array(old["separable-120-16"]["labels"]), (1e5, 1e7)),
                         ("ill-40-90", np.array(old["ill-40-90"]["labels"]), (1e-4, 1e5))]:
    z = standardised(np.load(os.path.join(OUT, name + ".npy")))
    hard.append({"name": name, "labels": labels.tolist(), "logistic": [optimum(z, labels, c) for c in cs]})

# Several targets on subsets of the rows, standardised over all of them.
z = standardised(np.load(os.path.join(OUT, "ill-300-24.npy")))
targets = []
for _ in range(5):
    weights = (r.random(300) < 0.6) * r.choice([1.0, 0.5, 2.0], 300)
    labels = (z @ r.standard_normal(24) + 4 * r.standard_normal(300) + 3 * r.normal() > 0).astype(int)
    used = weights > 0
    fit = optimum(z[used], labels[used], 0.5, weights[used])
    targets.append({"labels": labels.tolist(), "weights": weights.tolist(), **fit})

# Ridge, plain and weighted.
value = z @ r.standard_normal(24) + 2 * r.standard_normal(300) + 5
weights = r.random(300) + 0.1
ridge = []
for alpha in (0.01, 5.0, 500.0):
    for k in (None, weights):
        m = Ridge(alpha=alpha, solver="cholesky").fit(z, value, sample_weight=k)
        ridge.append({"alpha": alpha, "weighted": k is not None, "weights": m.coef_.tolist(),
                      "intercept": float(m.intercept_), "r2": float(m.score(z, value, sample_weight=k))})

# Softmax with one weight vector a class.
bins = np.digitize(value, np.quantile(value, [0.3, 0.5, 0.8]))
softmax = []
for c in (0.01, 1.0):
    m = LogisticRegression(C=c, tol=1e-12, max_iter=100000).fit(z, bins)
    q = m.predict_log_proba(z)
    softmax.append({"C": c, "objective": float(-c * q[np.arange(300), bins].sum() + 0.5 * (m.coef_**2).sum()),
                    "weights": m.coef_.tolist()})

json.dump({"hard": hard, "targets": targets,
           "ridge": {"target": value.tolist(), "weights": weights.tolist(), "fits": ridge},
           "softmax": {"bins": bins.tolist(), "fits": softmax}},
          open(os.path.join(OUT, "engine.json"), "w"))
