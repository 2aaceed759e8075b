"""The In-Context Learning Test: ours from shared caches, and a loop of full passes in transformers.

python iclt.py BENCHMARKS MODEL.gguf [--rounds 3] [--positions 4] [--length 64] [--hints 10]

The loop is what a user writes: a pass for the candidates, then for each hint one pass over
BOS context hint EOS BOS context, entropy in float32 at the last position. Same random token ids,
interleaved. Needs torch, transformers and gguf.
"""
import argparse
import json
import os
import tempfile

import numpy as np

from measure import Drift, median, ours, spread, table, timed

os.environ["HF_HUB_OFFLINE"] = "1"


def loop(path, dtype, threads, hints):
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(threads)
    folder, file = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    model = model.to(getattr(torch, dtype)).eval()

    def last(tokens):
        logits = model(torch.tensor([tokens]), logits_to_keep=1).logits[0, -1].float()
        return torch.log_softmax(logits, -1)

    def run(contexts):
        entropies = []
        with torch.inference_mode():
            for context in contexts:
                for hint in last([1] + context).topk(hints).indices.tolist():
                    log = last([1] + context + [hint, 2, 1] + context)
                    entropies.append(-(log.exp() * log).sum().item())
        return np.array(entropies)

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmarks")
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--positions", type=int, default=4)
    parser.add_argument("--length", type=int, default=64)
    parser.add_argument("--hints", type=int, default=10)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()

    peers = {dtype: loop(args.model, dtype, args.threads, args.hints)
             for dtype in ("float32", "bfloat16")}
    random = np.random.default_rng(0)
    contexts = random.integers(5, 49152, (args.positions, args.length)).tolist()
    seconds, entropies = {}, {}
    with tempfile.TemporaryDirectory() as scratch, Drift():
        tokens, values = os.path.join(scratch, "tokens.json"), os.path.join(scratch, "entropy.npy")
        json.dump(contexts, open(tokens, "w"))
        for run in peers.values():
            run(contexts[:1])
        for _ in range(args.rounds):
            for precision in ("float32", "bf16"):
                fact = ours(
                    args.benchmarks, "iclt", "--model", args.model, "--tokens", tokens,
                    "--precision", precision, "--hints", args.hints, "--entropies", values)[-1]
                name = f"knowable {precision}"
                seconds.setdefault(name, []).append(fact["seconds"])
                seconds.setdefault(f"{name}, loop", []).append(fact["full_passes_seconds"])
                entropies[name] = entropies[f"{name}, loop"] = np.load(values).ravel()
            for dtype, run in peers.items():
                spent, found = timed(lambda: run(contexts))
                seconds.setdefault(f"transformers {dtype}, loop", []).append(spent)
                entropies[f"transformers {dtype}, loop"] = found

    exact = entropies["knowable float32"]
    table(
        ["", "seconds", "times our float32", "times our bf16", "entropy difference, mean / max"],
        [[name, spread(spent), f"{median(spent) / median(seconds['knowable float32']):.2f}",
          f"{median(spent) / median(seconds['knowable bf16']):.2f}",
          f"{np.abs(entropies[name] - exact).mean():.1e} / "
          f"{np.abs(entropies[name] - exact).max():.1e}"]
         for name, spent in seconds.items()])


main()
