"""Logits of the tiny models' weights under other configurations, as Hugging Face reads them.

Usage: python -P model_variants.py GOLDENS, where GOLDENS holds tiny-models/ (-P, because the
tokenizers.py beside this script is not the package). Writes model-variants/NAME/{config.json,
logits.npy}: the configuration, whose "_base" names the model it shares weights with, and the
logits [4, 512] of the last four positions of the first sequence.
"""
import json, os, sys, tempfile
import numpy as np, torch
from transformers import AutoModelForCausalLM

older = {"rope_parameters": None}
variants = {
    "llama-linear": ("llama", {**older, "rope_theta": 10000.0,
                               "rope_scaling": {"type": "linear", "factor": 4.0}}),
    "llama-gelu": ("llama", {"hidden_act": "gelu", "rms_norm_eps": 0.01}),
    "mistral-no-window": ("mistral-sliding", {"sliding_window": None}),
    "qwen2-sliding": ("qwen2", {"use_sliding_window": True, "sliding_window": 8,
                                "max_window_layers": 1, "layer_types": None}),
    "qwen3-sliding": ("qwen3", {"use_sliding_window": True, "sliding_window": 5,
                                "layer_types": ["full_attention", "sliding_attention",
                                                "full_attention"]}),
    "gpt2-scaled": ("gpt2", {"scale_attn_by_inverse_layer_idx": True, "activation_function": "relu"}),
    "gpt2-unscaled": ("gpt2", {"scale_attn_weights": False, "activation_function": "gelu",
                               "layer_norm_epsilon": 0.01}),
    "gpt_neox-linear": ("gpt_neox", {**older, "rotary_pct": 0.5, "rotary_emb_base": 500,
                                     "rope_scaling": {"type": "linear", "factor": 2.0},
                                     "hidden_act": "gelu_new"}),
    "gpt_neox-switched": ("gpt_neox", {"use_parallel_residual": False}),
    "gemma3-older": ("gemma3_text", {**older, "layer_types": None, "_sliding_window_pattern": None,
                                     "sliding_window_pattern": 2, "rope_theta": 50000.0,
                                     "rope_local_base_freq": 300.0, "sliding_window": 7,
                                     "rope_scaling": {"rope_type": "linear", "factor": 8.0},
                                     "query_pre_attn_scalar": 64,
                                     "final_logit_softcapping": 3.0}),
}
goldens = sys.argv[1]
for name, (base, changes) in variants.items():
    source = f"{goldens}/tiny-models/{base}"
    config = json.load(open(f"{source}/config.json"))
    config.update(changes)
    # A null means "absent" for these keys, but "no window" for sliding_window.
    for key in ("rope_parameters", "layer_types", "_sliding_window_pattern"):
        if key in config and config[key] is None:
            del config[key]
    with tempfile.TemporaryDirectory() as folder:
        json.dump(config, open(f"{folder}/config.json", "w"))
        os.symlink(os.path.abspath(f"{source}/model.safetensors"), f"{folder}/model.safetensors")
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    ids = torch.tensor(np.load(f"{source}/input_ids.npy")[:1].astype(np.int64))
    with torch.inference_mode():
        logits = model(ids, use_cache=False).logits[0, -4:].numpy()
    change = np.abs(logits - np.load(f"{source}/logits.npy")[0, -4:]).max()
    os.makedirs(f"{goldens}/model-variants/{name}", exist_ok=True)
    config["_base"] = base
    json.dump(config, open(f"{goldens}/model-variants/{name}/config.json", "w"), indent=1)
    np.save(f"{goldens}/model-variants/{name}/logits.npy", logits)
    print(f"{name}: differs from {base} by up to {change:.3f}")
