"""Golden numbers of SmolLM2 and Gemma 3 from Hugging Face transformers, float32, CPU.

Usage: python -P real_models.py MODEL.gguf OUTPUT [--all-layers]
OUTPUT/meta.json lists the texts with their ids, as committed; written beside it for text N:
N_ids, N_entropy_nats, N_next_logprob, N_top5_ids, N_top5_logprob, N_last_hidden and, with
--all-layers, N_all_hidden. Entropies and log-probabilities are computed in float64 from float32
logits, in nats. (-P, because the tokenizers.py beside this script is not the package.)
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import torch
from transformers import AutoModelForCausalLM

path, output = sys.argv[1:3]
folder, file = os.path.split(os.path.abspath(path))
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32).eval()

for entry in json.load(open(os.path.join(output, "meta.json"))):
    ids = torch.tensor([entry["ids"]])
    with torch.inference_mode():
        result = model(ids, output_hidden_states=True, use_cache=False)
    log = torch.log_softmax(result.logits[0].double(), -1)
    top = log.topk(5, -1)
    hidden = torch.stack(result.hidden_states)[:, 0]
    arrays = {
        "ids": np.array(entry["ids"], np.int32),
        "entropy_nats": -(log.exp() * log).sum(-1).numpy(),
        "next_logprob": log[:-1].gather(1, ids[0, 1:, None])[:, 0].numpy(),
        "top5_ids": top.indices.numpy().astype(np.int32),
        "top5_logprob": top.values.numpy(),
        "last_hidden": hidden[-1].numpy(),
    }
    if "--all-layers" in sys.argv:
        arrays["all_hidden"] = hidden.numpy()
    for name, array in arrays.items():
        np.save(os.path.join(output, f"{entry['i']}_{name}.npy"), array)
