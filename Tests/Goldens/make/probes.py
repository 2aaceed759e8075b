"""Golden numbers for Tests/ProbesTests from scikit-learn (run from Tests/Goldens).

Features are stored as float32 and fitted in float64; scikit-learn 1.9 was used.
"""
import json
import os
import warnings

import numpy as np
from scipy.optimize import minimize
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "probes")
os.makedirs(OUT, exist_ok=True)


def data(kind, n, d, seed):
    r = np.random.default_rng(seed)
    if kind == "well":
        x = r.standard_normal((n, d))
    else:  # power-law spectrum, rotated, three outlier features, large means
        q = np.linalg.qr(r.standard_normal((d, d)))[0]
        x = (r.standard_normal((n, d)) / np.arange(1, d + 1)) @ q
        x[:, r.choice(d, 3, replace=False)] *= 50
        x += 5 * r.standard_normal(d) * x.std(0)
    x = x.astype(np.float32)
    z = (x - x.mean(0)) / x.std(0)
    score = z @ r.standard_normal(d)
    score = 1.5 * score / score.std()
    if kind == "separable":
        y = score > 0.2
    elif kind == "imbalanced":
        y = r.random(n) < 1 / (1 + np.exp(-(score - 3.5)))
    else:
        y = r.random(n) < 1 / (1 + np.exp(-score))
    return x, y.astype(int)


def optimum(z, y, c):
    """scikit-learn's optimum, polished in float64 until nothing moves."""
    m = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(z, y)
    s = 2 * y - 1

    def objective(p):
        t = s * (z @ p[:-1] + p[-1])
        g = -s / (1 + np.exp(t))
        return (c * np.logaddexp(0, -t).sum() + 0.5 * p[:-1] @ p[:-1],
                np.append(c * z.T @ g + p[:-1], c * g.sum()))

    start = np.append(m.coef_[0], m.intercept_[0])
    best = minimize(objective, start, jac=True, method="BFGS", options={"gtol": 1e-12})
    p = best.x if best.fun <= objective(start)[0] else start
    return {"C": c, "objective": float(objective(p)[0]), "weights": p[:-1].tolist(),
            "intercept": float(p[-1])}


cases = []
for seed, (kind, n, d) in enumerate([("well", 200, 12), ("ill", 300, 24), ("separable", 120, 16),
                                     ("imbalanced", 400, 10), ("ill", 40, 90)]):
    name = f"{kind}-{n}-{d}"
    x, y = data(kind, n, d, seed)
    np.save(os.path.join(OUT, name + ".npy"), x)
    scaler = StandardScaler().fit(x.astype(np.float64))
    z = scaler.transform(x.astype(np.float64))
    case = {"name": name, "labels": y.tolist(), "mean": scaler.mean_.tolist(),
            "scale": (1 / scaler.scale_).tolist(),
            "logistic": [optimum(z, y, c) for c in (1e-3, 1.0, 1e3)]}
    residual = z - np.where(y[:, None] == 1, z[y == 1].mean(0), z[y == 0].mean(0))
    case["ledoit_wolf"] = float(ledoit_wolf(residual, assume_centered=True)[1])
    case["lda"] = []
    for shrinkage in (0.1, case["ledoit_wolf"]):
        # lsqr: covariance of each class, shrunk towards its own trace, averaged by priors; the
        # direction is that of the pooled covariance shrunk towards the pooled trace.
        lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(z, y)
        case["lda"].append({"shrinkage": shrinkage, "direction": lda.coef_[0].tolist()})
    cases.append(case)

json.dump({"cases": cases}, open(os.path.join(OUT, "linear.json"), "w"))
