"""LoRA on a frozen model: our steps beside a straightforward PyTorch LoRA.

python lora.py BENCHMARKS MODEL.gguf [--rounds 3] [--steps 12] [--first-block 20]

Queries and values of the upper blocks get adapters of rank 16; short questions with their answers
are learnt, 16 a step, the loss on the answers alone, AdamW. PyTorch pads each batch to its longest
sequence, keeps gradients from blocks that are not adapted, and gives logits of the answers' rows
only; PEFT does the same with all logits. Ours runs in turn with them on the same sequences.
"""
import argparse
import json
import math
import os
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, AutoTokenizer

from measure import Drift, median, ours, spread, table, timed

BATCH = 16
DATA = Path(__file__).resolve().parents[2] / "data/cities-qa/cities.jsonl"


class Adapted(torch.nn.Module):
    def __init__(self, linear, rank=16, alpha=16):
        super().__init__()
        self.linear = linear
        self.down = torch.nn.Parameter(torch.empty(rank, linear.in_features))
        self.up = torch.nn.Parameter(torch.zeros(linear.out_features, rank))
        torch.nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        self.scale = alpha / rank

    def forward(self, x):
        return self.linear(x) + (x @ self.down.T @ self.up.T) * self.scale


def load(path):
    folder, file = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    return model.requires_grad_(False), AutoTokenizer.from_pretrained(folder, gguf_file=file)


def by_hand(path, first):
    model, _ = load(path)
    for block in model.model.layers[first:]:
        attention = block.self_attn
        attention.q_proj, attention.v_proj = Adapted(attention.q_proj), Adapted(attention.v_proj)

    def loss(ids, mask, labels):
        hidden = model.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
        learnt = labels[:, 1:] >= 0
        return cross_entropy(model.lm_head(hidden[learnt]), labels[:, 1:][learnt])

    return model, loss


def with_peft(path, first):
    from peft import LoraConfig, get_peft_model

    model, _ = load(path)
    layers = list(range(first, model.config.num_hidden_layers))
    model = get_peft_model(model, LoraConfig(
        r=16, lora_alpha=16, target_modules=["q_proj", "v_proj"], layers_to_transform=layers))
    return model, lambda ids, mask, labels: model(
        input_ids=ids, attention_mask=mask, labels=labels).loss


def batches(sequences, steps):
    for step in range(steps):
        part = [sequences[(step * BATCH + i) % len(sequences)] for i in range(BATCH)]
        longest = max(len(s["tokens"]) for s in part)
        ids = torch.zeros(BATCH, longest, dtype=torch.long)
        mask, labels = torch.zeros_like(ids), torch.full_like(ids, -100)
        for row, s in enumerate(part):
            n = len(s["tokens"])
            ids[row, :n], mask[row, :n] = torch.tensor(s["tokens"]), 1
            labels[row, s["prompt"]:n] = ids[row, s["prompt"]:n]
        yield ids, mask, labels


def train(model, loss, sequences, steps):
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=1e-3, betas=(0.9, 0.95),
        weight_decay=0)
    losses = []
    for batch in batches(sequences, steps):
        value = loss(*batch)
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmarks")
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--first-block", type=int, default=20)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    _, tokenizer = load(args.model)
    sequences = []
    for line in open(DATA, encoding="utf-8"):
        row = json.loads(line)
        prompt = tokenizer(f"Q: {row['question']}\nA:", add_special_tokens=False).input_ids
        answer = tokenizer(f" {row['answer']}", add_special_tokens=False).input_ids
        sequences.append({"tokens": prompt + answer, "prompt": len(prompt)})
    # As many as the steps see once: every round is a first pass, the frozen blocks included.
    sequences = sequences[:BATCH * args.steps]
    mean = sum(len(s["tokens"]) for s in sequences) / len(sequences)
    peers = {"PyTorch, by hand": by_hand, "PEFT": with_peft}
    peers = {name: make(args.model, args.first_block) for name, make in peers.items()}
    seconds, ends = {}, {}
    with tempfile.TemporaryDirectory() as scratch, Drift():
        path = os.path.join(scratch, "sequences.jsonl")
        with open(path, "w") as file:
            file.writelines(json.dumps(s) + "\n" for s in sequences)
        for model, loss in peers.values():
            train(model, loss, sequences, 1)
        for _ in range(args.rounds):
            for name, passes in (("knowable, first pass", 1), ("knowable, mean of 4 passes", 4)):
                fact = ours(
                    args.benchmarks, "lora", "--model", args.model, "--sequences", path,
                    "--first-block", args.first_block, "--steps", args.steps * passes,
                    "--batch-tokens", round(mean * (BATCH - 0.5)), "--threads", args.threads)[-1]
                share = fact["tokens"] / (mean * BATCH)
                seconds.setdefault(name, []).append(fact["seconds"] / share)
                ends[name] = f"{fact['first_loss']:.2f} to {fact['last_loss']:.2f}"
            for name, (model, loss) in peers.items():
                spent, losses = timed(lambda: train(model, loss, sequences, args.steps))
                seconds.setdefault(name, []).append(spent / args.steps)
                # Peers go on from round to round; ours begins anew.
                ends.setdefault(name, f"{losses[0]:.2f} to {losses[-1]:.2f}")
    best = min(median(seconds[name]) for name in peers)
    table(["", f"seconds a step of {BATCH} x {mean:.1f} tokens", "ratio to the faster peer", "loss"],
          [[name, spread(spent), f"{best / median(spent):.2f}", ends[name]]
           for name, spent in seconds.items()])


main()
