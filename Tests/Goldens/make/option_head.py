"""The optimum of the head on option log-probabilities, by SciPy's BFGS in float64.

Usage: python -P option_head.py OUTPUT.json
Logits are w S_o + b_o for K options and b for abstaining; the mean cross-entropy plus
1e-6 / 2 times the sum of all squares.
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp

rng = np.random.default_rng(4)
n, k = 60, 4
truth = rng.integers(0, k, n)
strength = np.repeat([0.0, 1.0, 2.5], n // 3)
raw = np.round(rng.normal(size=(n, k)) + strength[:, None] * np.eye(k)[truth], 6)
scores = raw - logsumexp(raw, axis=1, keepdims=True)
target = np.eye(k + 1)[np.where((strength == 0) & (rng.random(n) < 0.8), k, truth)]
weight = np.round(rng.uniform(0.5, 1.5, n), 3)


def value(parameters):
    w, b = parameters[0], parameters[1:]
    logits = np.concatenate([w * scores, np.zeros((n, 1))], 1) + b
    loss = -(weight[:, None] * target * log_softmax(logits, 1)).sum() / weight.sum()
    return loss + 0.5e-6 * (parameters**2).sum()


best = minimize(value, np.r_[1, np.zeros(k + 1)], method="BFGS", options={"gtol": 1e-9})
json.dump({
    "scores": scores.tolist(), "place": target.argmax(1).tolist(), "weight": weight.tolist(),
    "sharpness": best.x[0], "biases": best.x[1:].tolist(), "loss": best.fun,
}, open(sys.argv[1], "w"))
print(best.fun, np.abs(best.jac).max())
