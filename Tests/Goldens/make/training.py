"""Gradients, optimiser steps and adapters as PyTorch computes them in float64, for the models of tiny-models.

gradients.json: per model the loss and, for every parameter, the gradient's norm, its sum weighted by cos(index), and sampled entries.
adamw.json: a few steps on small vectors, with and without weight decay.
lora.json: gradients of adapters on a tiny Llama, matrices made from sines so that no weights need to be stored."""
import json
import os

import numpy as np
import torch
os.environ["HF_HUB_OFFLINE"] = "1"
from transformers import AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
TINY = os.path.join(HERE, "..", "tiny-models")
OUT = os.path.join(HERE, "..", "training")
os.makedirs(OUT, exist_ok=True)


def weights(count):
    """Position weights of one sequence; some are zero."""
    return [0.0 if i % 5 == 3 else 0.5 + 0.25 * (i % 4) for i in range(count)]


SOFT = {7: [(3, 0.5), (40, 0.3), (511, 0.2)], 20: [(0, 0.6), (100, 0.25)]}


def loss_of(model, ids):
    """Weighted mean of cross-entropies over two sequences of different lengths; soft targets in the second."""
    total, mass = 0.0, 0.0
    for number, sequence in enumerate([ids[0][:33], ids[1]]):
        logits = model(sequence[None]).logits[0]
        logp = torch.log_softmax(logits, -1)
        w = weights(len(sequence))
        for i in range(len(sequence) - 1):
            if number == 1 and i in SOFT:
                value = -sum(p * logp[i, t] for t, p in SOFT[i])
            else:
                value = -logp[i, sequence[i + 1]]
            total = total + w[i] * value
            mass += w[i]
    return total / mass


def short(x):
    return float(f"{float(x):.9g}")


def describe(gradient):
    flat = gradient.detach().double().flatten().numpy()
    index = np.arange(len(flat))
    places = sorted({int(i) for i in np.linspace(0, len(flat) - 1, 12)})
    return {"norm": short(np.sqrt((flat**2).sum())), "cosine": short((flat * np.cos(index)).sum()),
            "entries": [[i, short(flat[i])] for i in places]}


def gradients():
    result = {}
    for name in sorted(os.listdir(TINY)):
        model = AutoModelForCausalLM.from_pretrained(os.path.join(TINY, name), attn_implementation="eager").double().eval()
        ids = torch.tensor(np.load(os.path.join(TINY, name, "input_ids.npy")).astype(np.int64))
        loss = loss_of(model, ids)
        loss.backward()
        result[name] = {"loss": float(loss), "parameters": {n: describe(p.grad) for n, p in model.named_parameters() if p.grad is not None}}
    json.dump(result, open(os.path.join(OUT, "gradients.json"), "w"), indent=0)


def adamw():
    start = torch.tensor([0.5 * np.sin(i) for i in range(10)], dtype=torch.float64)
    cases = []
    for decay in (0.0, 0.1):
        w = start.clone().requires_grad_()
        optimizer = torch.optim.AdamW([w], lr=1e-2, betas=(0.9, 0.95), eps=1e-8, weight_decay=decay)
        path = []
        for step in range(4):
            w.grad = torch.tensor([np.cos(i + 3 * step) * (10.0 ** (i - 6)) for i in range(10)], dtype=torch.float64)
            optimizer.step()
            path.append(w.detach().tolist())
        cases.append({"weight_decay": decay, "path": path})
    json.dump(cases, open(os.path.join(OUT, "adamw.json"), "w"), indent=0)


class Adapted(torch.nn.Module):
    def __init__(self, base, rank, scale, number):
        super().__init__()
        self.base, self.scale = base, scale
        sines = lambda r, c, phase: torch.sin(torch.arange(r * c, dtype=torch.float64) * 0.7 + phase).reshape(r, c) * 0.1
        self.a = torch.nn.Parameter(sines(rank, base.in_features, number))
        self.b = torch.nn.Parameter(sines(base.out_features, rank, number + 0.5))

    def forward(self, x):
        return self.base(x) + self.scale * (x @ self.a.T) @ self.b.T


def lora():
    rank, alpha = 3, 6.0
    roles = {"query": ("self_attn", "q_proj"), "value": ("self_attn", "v_proj"), "attentionOutput": ("self_attn", "o_proj"),
             "gate": ("mlp", "gate_proj"), "down": ("mlp", "down_proj")}
    path = os.path.join(TINY, "llama")
    model = AutoModelForCausalLM.from_pretrained(path, attn_implementation="eager").double().eval()
    for p in model.parameters():
        p.requires_grad_(False)
    adapters = []
    for block in (1, 2):
        for number, (role, (part, name)) in enumerate(roles.items()):
            parent = getattr(model.model.layers[block], part)
            adapted = Adapted(getattr(parent, name), rank, alpha / rank, 10 * block + number)
            setattr(parent, name, adapted)
            adapters.append((role, block, 10 * block + number, adapted))
    ids = torch.tensor(np.load(os.path.join(path, "input_ids.npy")).astype(np.int64))
    loss = loss_of(model, ids)
    loss.backward()
    json.dump({"rank": rank, "alpha": alpha, "loss": float(loss),
               "adapters": [{"role": r, "block": b, "phase": n, "a": describe(m.a.grad), "b": describe(m.b.grad)} for r, b, n, m in adapters]},
              open(os.path.join(OUT, "lora.json"), "w"), indent=0)


if __name__ == "__main__":
    gradients()
    adamw()
    lora()
