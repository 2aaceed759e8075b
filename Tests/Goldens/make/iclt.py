"""The In-Context Learning Test in transformers and numpy -> Tests/Goldens/iclt.json.

python iclt.py REPOSITORY

On the committed models of facts and coins (small) and of bit questions (with repeats): contexts of
the worlds' texts, the most likely next tokens as hints, a full pass over the written-out prompt for
each, and every score by its definition in float64 from float32 logits.
"""
import json
import os
import sys

sys.path.pop(0)  # this folder has a script of the same name as the library
import numpy as np
import torch
from transformers import AutoModelForCausalLM

os.environ["HF_HUB_OFFLINE"] = "1"
torch.set_num_threads(1)
repository = sys.argv[1]
worlds = os.path.join(repository, "data", "worlds")


def entropy(p):
    p = p[p > 0]
    return float(-(p * np.log(p)).sum())


def case(model, context, opening, separator, k):
    def last(tokens):
        with torch.inference_mode():
            logits = model(torch.tensor([tokens])).logits[0, -1].double().numpy()
        p = np.exp(logits - logits.max())
        return p / p.sum()

    before = last(opening + context)
    hints = np.argsort(-before, kind="stable")[:k]
    after = np.array([last(opening + context + [int(h)] + separator + context) for h in hints])
    p = before[hints]
    w = p / p.sum()
    entropies = np.array([entropy(q) for q in after])
    restricted = after[:, hints] / after[:, hints].sum(1, keepdims=True)
    information = lambda rows: entropy(w @ rows) - float(w @ [entropy(row) for row in rows])
    return {
        "tokens": opening + context, "hints": hints.tolist(),
        "original_entropy": entropy(before), "hint_entropies": entropies.tolist(),
        "minimum_entropy": float(entropies.min()), "weighted_entropy": float(w @ entropies),
        "mutual_information": information(restricted),
        "full_mutual_information": information(after),
        "probability_norm": float(sum(p[j] * after[j, h] for j, h in enumerate(hints))),
        "lift": float(np.mean([restricted[j, j] - w[j] for j in range(k)])),
    }


def load(*path):
    folder = os.path.join(worlds, *path)
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def main():
    random = np.random.default_rng(7)
    facts = load("facts-and-coins", "small")
    bits = load("bit-questions", "with-repeats")
    cases = []
    for length in (1, 5, 31, 32, 60):
        context = random.integers(2, 363, length).tolist()
        cases.append({"model": "facts-and-coins/small", "separator": [1],
                      **case(facts, context, [1], [1], 10)})
    for _ in range(4):
        context = random.integers(2, 4, 9).tolist()
        cases.append({"model": "bit-questions/with-repeats", "separator": [4],
                      **case(bits, context, [1], [4], 2)})
    path = os.path.join(repository, "Tests", "Goldens", "iclt.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(cases, file, indent=1)
        file.write("\n")


main()
