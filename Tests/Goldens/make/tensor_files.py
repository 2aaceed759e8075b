"""Golden safetensors and npy files by the reference libraries.

Run: python tensor_files.py   (needs numpy, torch and safetensors; writes ../tensor-files/)
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

OUT = Path(__file__).resolve().parent.parent / "tensor-files"
OUT.mkdir(exist_ok=True)

floats = torch.tensor([[0.0, -0.0, 1.5], [float("inf"), float("-inf"), 65504.0]])
# NaN in every float type; conversions of the payload differ, so only its being NaN is tested.
with_nan = torch.tensor([1.0, float("nan"), -2.0])
codes = torch.arange(256, dtype=torch.uint8)
tensors = {
    "bool": torch.tensor([True, False, True]),
    "empty": torch.zeros((0, 4)),
    "scalar": torch.tensor(2.5),
    "f8_e4m3": codes.view(torch.float8_e4m3fn),
    "f8_e5m2": codes.clone().view(torch.float8_e5m2),
    "caf\u00e9": torch.ones(1, dtype=torch.int8),
}
for name, kind in {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16,
                   "bf16": torch.bfloat16}.items():
    tensors[name] = floats.to(kind)
    tensors[f"{name}.nan"] = with_nan.to(kind)
for name, kind in {"u8": torch.uint8, "i8": torch.int8, "i16": torch.int16, "u16": torch.uint16,
                   "i32": torch.int32, "u32": torch.uint32, "i64": torch.int64,
                   "u64": torch.uint64}.items():
    limits = torch.iinfo(kind)
    tensors[name] = torch.tensor([limits.min, 0, 1, limits.max], dtype=kind)
save_file(tensors, OUT / "all-types.safetensors", metadata={"format": "pt"})
for name in ["f8_e4m3", "f8_e5m2"]:
    np.save(OUT / f"{name}.npy", tensors[name].to(torch.float32).numpy())

save_file({"a": torch.arange(3.0), "b": torch.arange(4, dtype=torch.int16).reshape(2, 2)},
          OUT / "small.safetensors", metadata={"note": "small"})

folder = OUT / "sharded"
folder.mkdir(exist_ok=True)
shards = {"model-00001-of-00002.safetensors": {"x": torch.arange(4.0), "y": torch.ones(2, 2)},
          "model-00002-of-00002.safetensors": {"z": torch.full((3,), 7.0)}}
for name, content in shards.items():
    save_file(content, folder / name, metadata={"format": "pt"})
index = {"metadata": {"total_size": 44},
         "weight_map": {key: name for name, content in shards.items() for key in content}}
(folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2))

grid = np.arange(24).reshape(2, 3, 4)


def save(name: str, array: np.ndarray, version=(1, 0)) -> None:
    with open(OUT / f"numpy-{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)


save("v1-f4", grid.astype("<f4"))
save("v2-f8", grid.astype("<f8"), (2, 0))
save("v3-i8", grid.astype("<i8"), (3, 0))
save("fortran-f4", np.asfortranarray(grid.astype("<f4")))
save("big-f8", grid.astype(">f8"))
save("big-fortran-i2", np.asfortranarray(grid.astype(">i2")))
save("bool", grid % 2 == 0)
save("u1", grid.astype("u1"))
save("f2", grid.astype("<f2"))
save("scalar", np.float32(2.5))
save("empty", np.zeros((0, 3), "<f4"))
save("complex", grid.astype("<c8"))
save("structured", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
