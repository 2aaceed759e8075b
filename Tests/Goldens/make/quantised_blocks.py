"""Golden GGUF files: random blocks of every type that is read, with gguf's own dequantisation.

Run: python quantised_blocks.py   (needs numpy and gguf; writes ../tensor-files/)
"""

from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType as Q
from gguf import GGUFValueType, GGUFWriter, GGML_QUANT_SIZES, quants

OUT = Path(__file__).resolve().parent.parent / "tensor-files"
OUT.mkdir(exist_ok=True)
random = np.random.default_rng(20260101)
ROWS, COLUMNS = 3, 512
# Where each block keeps its f16 fields; everything else may be any byte.
HALVES = {Q.Q4_0: [0], Q.Q4_1: [0, 2], Q.Q5_0: [0], Q.Q5_1: [0, 2], Q.Q8_0: [0],
          Q.Q4_K: [0, 2], Q.Q5_K: [0, 2], Q.Q6_K: [208]}
EXTREMES = np.array([0.0, -0.0, 6e-8, -6e-5, 65504, -65504, 1, 0.333], np.float16)


def blocks(kind: Q) -> np.ndarray:
    length, size = GGML_QUANT_SIZES[kind]
    count = ROWS * COLUMNS // length
    data = random.integers(0, 256, (count, size), dtype=np.uint8)
    for place in HALVES[kind]:
        scales = (random.standard_normal(count) * 0.02).astype(np.float16)
        n = min(len(EXTREMES), count // 2)
        scales[:n] = random.permutation(EXTREMES)[:n]
        data[:, place:place + 2] = scales.view(np.uint8).reshape(count, 2)
    return data.reshape(ROWS, -1)


writer = GGUFWriter(OUT / "blocks-v3.gguf", "golden")
writer.add_description("every value and tensor type")
for kind, value in [("uint8", 200), ("int8", -100), ("uint16", 60000), ("int16", -30000),
                    ("uint32", 4_000_000_000), ("int32", -2_000_000_000), ("float32", 0.5),
                    ("uint64", 2**64 - 1), ("int64", -2**62), ("float64", 1e-300), ("bool", True)]:
    getattr(writer, f"add_{kind}")(f"golden.{kind}", value)
writer.add_string("golden.text", "caf\u00e9 \u2581\U0001F600")
writer.add_array("golden.texts", ["", "a", "\u2581the", "cafe\u0301", "caf\u00e9"])
writer.add_array("golden.ints", [3, -1, 2_000_000_000])
writer.add_array("golden.floats", [0.5, -1.25, 3.0])
writer.add_array("golden.bools", [True, False, True])
writer.add_array("golden.nested", [[1, 2], [3]])

for kind in HALVES:
    raw = blocks(kind)
    writer.add_tensor(f"blocks.{kind.name}", raw, raw_dtype=kind)
    with np.errstate(all="ignore"):
        np.save(OUT / f"blocks-{kind.name}.npy", quants.dequantize(raw, kind).astype(np.float32))

plain = random.standard_normal((ROWS, 5)).astype(np.float32)
bits = plain.view(np.uint32)
half = (bits >> 16).astype(np.uint16)
writer.add_tensor("plain.F32", plain)
writer.add_tensor("plain.F16", plain.astype(np.float16))
writer.add_tensor("plain.BF16", half.view(np.uint8).reshape(ROWS, -1), raw_dtype=Q.BF16)
writer.add_tensor("plain.F64", plain.astype(np.float64))
for kind in [np.int8, np.int16, np.int32, np.int64]:
    writer.add_tensor(f"plain.{np.dtype(kind).name}", np.arange(-3, 9, dtype=kind).reshape(2, 2, 3))
np.save(OUT / "plain-F32.npy", plain)
np.save(OUT / "plain-F16.npy", plain.astype(np.float16).astype(np.float32))
np.save(OUT / "plain-BF16.npy", (half.astype(np.uint32) << 16).view(np.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

# Version 2 differs from 3 in the number only (3 added big-endian files).
data = bytearray((OUT / "blocks-v3.gguf").read_bytes())
data[4:8] = (2).to_bytes(4, "little")
(OUT / "blocks-v2.gguf").write_bytes(data)

# A small file for corruption tests, with an alignment of its own.
writer = GGUFWriter(OUT / "small.gguf", "golden")
writer.add_custom_alignment(64)
writer.add_array("golden.texts", ["a", "bc"])
writer.add_tensor("a", np.arange(6, dtype=np.float32).reshape(2, 3))
writer.add_tensor("b", blocks(Q.Q8_0)[:1, :34], raw_dtype=Q.Q8_0)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
