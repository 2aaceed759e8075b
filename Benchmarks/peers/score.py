"""Scoring: our engine in every precision and instruction set beside transformers and llama.cpp.

python score.py BENCHMARKS MODEL.gguf [--rounds 5] [--documents 4] [--length 512]

The same random token ids go through all of them, interleaved. Each gives the entropy over the whole
vocabulary at every position and the last hidden state. Needs torch, transformers and gguf;
llama-cpp-python joins when it is installed.
"""
import argparse
import json
import os
import tempfile

import numpy as np

from measure import Drift, median, ours, spread, table, timed

os.environ["HF_HUB_OFFLINE"] = "1"


def chunked_transformers(path, dtype, threads):
    """The fastest setting that was found: one document a batch, the head over 64 rows at a time."""
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(threads)
    folder, file = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    model = model.to(getattr(torch, dtype)).eval()

    def run(documents):
        entropies = []
        with torch.inference_mode():
            for row in documents:
                hidden = model.model(input_ids=torch.tensor(row[None])).last_hidden_state[0]
                for start in range(0, hidden.shape[0], 64):
                    log = torch.log_softmax(model.lm_head(hidden[start : start + 64]).float(), -1)
                    entropies.append(-(log.exp() * log).sum(-1).numpy())
        return np.concatenate(entropies)

    return run


def llama_cpp(path, length, threads):
    """All logits of one document a batch through llama.cpp, entropy in numpy."""
    import llama_cpp

    model = llama_cpp.Llama(
        path, n_ctx=length, n_batch=length, n_ubatch=length, n_threads=threads,
        n_threads_batch=threads, logits_all=True, verbose=False)
    vocabulary = model.n_vocab()

    def run(documents):
        entropies = []
        for row in documents:
            model.reset()
            model.eval(row.tolist())
            logits = np.ctypeslib.as_array(
                llama_cpp.llama_get_logits(model.ctx), shape=(len(row), vocabulary))
            for start in range(0, len(row), 64):
                z = logits[start : start + 64]
                z = z - z.max(-1, keepdims=True)
                e = np.exp(z)
                total = e.sum(-1)
                entropies.append(np.log(total) - (z * e).sum(-1) / total)
        return np.concatenate(entropies)

    return run


OURS = [
    ("float32", "float32", None), ("bf16x3", "bf16x3", None), ("bf16", "bf16", None),
    ("float32, AVX-512 only", "float32", "avx512"), ("float32, AVX2 only", "float32", "avx2"),
    ("bf16, AVX2 only", "bf16", "avx2"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmarks")
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=4)
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()

    peers = {f"transformers {dtype}": chunked_transformers(args.model, dtype, args.threads)
             for dtype in ("float32", "bfloat16")}
    try:
        peers["llama.cpp"] = llama_cpp(args.model, args.length, args.threads)
    except ImportError:
        print("llama-cpp-python is not installed: left out.")
    documents = np.random.default_rng(0).integers(5, 49152, (args.documents, args.length))

    seconds, entropies, facts = {}, {}, {}
    with tempfile.TemporaryDirectory() as scratch, Drift():
        tokens, values = os.path.join(scratch, "tokens.json"), os.path.join(scratch, "entropy.npy")
        json.dump(documents.tolist(), open(tokens, "w"))
        for run in peers.values():
            run(documents[:1])
        for _ in range(args.rounds):
            for name, precision, level in OURS:
                environment = dict(os.environ, **({"KNOWABLE_ISA": level} if level else {}))
                fact = ours(
                    args.benchmarks, "score", "--model", args.model, "--tokens", tokens,
                    "--precision", precision, "--entropies", values, environment=environment)[-1]
                seconds.setdefault(name, []).append(fact["seconds"])
                entropies[name], facts[name] = np.load(values).ravel(), fact
            for name, run in peers.items():
                spent, found = timed(lambda: run(documents))
                seconds.setdefault(name, []).append(spent)
                entropies[name] = found

    best = min(median(seconds[name]) for name in peers if name.startswith("transformers"))
    exact = entropies["float32"]
    rows = []
    for name, spent in seconds.items():
        error = np.abs(entropies[name] - exact)
        fact = facts.get(name, {})
        rows.append([
            ("knowable " if name in facts else "") + name, fact.get("kernels", ""), spread(spent),
            f"{documents.size / median(spent):,.0f}", f"{best / median(spent):.2f}",
            f"{error.mean():.1e} / {error.max():.1e}",
            f"{fact['peak_bytes'] / 1e6:,.0f}" if fact else ""])
    table(["", "kernels", "seconds", "tokens/s", "ratio to the best transformers",
           "entropy error, mean / max (nats, to our float32)", "peak MB"], rows)


main()
