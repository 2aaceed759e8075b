"""Hedges, exact heads and distances by SciPy, for small random inputs.

Usage: python -P hedged.py OUT
"""

import json
import sys

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.spatial.distance import jensenshannon
from scipy.special import log_softmax, rel_entr
from scipy.stats import entropy

rng = np.random.default_rng(20240312)


def softmax(z):
    return np.exp(log_softmax(z))


def constant_optimum(loss, places):
    """The best input-independent prediction, over logits, from several starts."""
    runs = [
        minimize(lambda z: loss(softmax(z)), rng.standard_normal(places), method="BFGS", options={"gtol": 1e-9})
        for _ in range(4)
    ]
    best = min(runs, key=lambda r: r.fun)
    return softmax(best.x), best.fun


def hedges():
    cases = []
    for _ in range(6):
        n, places = 12, 5
        targets = rng.dirichlet(np.ones(places), n)
        weights = rng.uniform(0.1, 2, n)
        tokens = rng.integers(1, 9, places)
        reference = rng.dirichlet(np.ones(places) * 3)
        right, wrong, abstain, beta = 2.0, -3.0, float(rng.uniform(-3, 1)), float(rng.uniform(0.3, 2))
        case = {
            "targets": targets.tolist(), "weights": weights.tolist(), "tokens": tokens.tolist(),
            "reference": reference.tolist(), "abstain": abstain, "beta": beta, "hedges": {},
        }
        total = weights.sum()

        def cross_entropy(p, t=targets, w=weights, by=np.ones(places)):
            return -(w[:, None] * t * by * np.log(p)).sum() / total

        losses = {
            "token-sum": cross_entropy,
            "sequence-mean": lambda p: cross_entropy(p, by=1 / tokens),
            "squared": lambda p: (weights * ((p - targets) ** 2).sum(1)).sum() / total,
            "smoothed": lambda p: cross_entropy(p, t=0.9 * targets + 0.1 / places),
        }
        rewards = wrong + (right - wrong) * (weights[:, None] * targets).sum(0) / total
        rewards[-1] = abstain
        losses["regularized"] = lambda p: -(p @ rewards - beta * rel_entr(p, reference).sum())
        for name, loss in losses.items():
            p, _ = constant_optimum(loss, places)
            case["hedges"][name] = p.tolist()
        cases.append(case)
    return cases


def heads():
    """Multinomial fits with one shared slope, as the closed-form world's head."""
    cases = []
    for weighted in (False, True):
        n, options, places = 60, 4, 5
        evidence = rng.standard_normal((n, options)) * 1.5
        truth = rng.integers(0, options, n)
        evidence[np.arange(n), truth] += 1.2
        targets = np.eye(places)[truth]
        targets[rng.random(n) < 0.3] = np.eye(places)[4]
        if weighted:
            targets = 0.8 * targets + 0.2 / places
        weights = rng.uniform(0.2, 2, n) if weighted else np.ones(n)

        def loss(x):
            z = np.hstack([x[0] * evidence, np.zeros((n, 1))]) + np.r_[0, x[1:]]
            return -(weights[:, None] * targets * log_softmax(z, axis=1)).sum() / weights.sum()

        fit = minimize(loss, np.r_[1, np.zeros(places - 1)], method="BFGS", options={"gtol": 1e-10})
        biases = np.r_[0, fit.x[1:]]
        cases.append({
            "evidence": evidence.tolist(), "truths": truth.tolist(), "targets": targets.tolist(),
            "weights": weights.tolist(), "slope": fit.x[0],
            "biases": (biases - biases.mean()).tolist(), "loss": fit.fun,
        })
    return cases


def distances():
    cases = []
    for _ in range(5):
        p, q = rng.dirichlet(np.ones(5), 2)
        cases.append({
            "p": p.tolist(), "q": q.tolist(), "total_variation": float(abs(p - q).sum() / 2),
            "kl": float(rel_entr(p, q).sum()), "js": float(jensenshannon(p, q) ** 2),
            "entropy": float(entropy(p)),
        })
    return cases


def risk_coverage():
    confidence = np.round(rng.random(40), 1)
    loss = rng.integers(0, 2, 40).astype(float)
    # The mean over random orders of ties, by enumeration of many of them.
    areas = []
    for _ in range(20000):
        order = np.lexsort((rng.random(40), -confidence))
        areas.append((np.cumsum(loss[order]) / np.arange(1, 41)).mean())
    return {"confidence": confidence.tolist(), "loss": loss.tolist(), "aurc": float(np.mean(areas)),
            "standard_error": float(np.std(areas) / len(areas) ** 0.5)}


json.dump(
    {"made_with": f"SciPy {scipy.__version__}", "hedges": hedges(), "heads": heads(),
     "distances": distances(), "risk_coverage": risk_coverage()},
    open(sys.argv[1], "w"), separators=(",", ":"))
