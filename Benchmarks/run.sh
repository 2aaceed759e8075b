#!/usr/bin/env bash
# Times our paths; with PYTHON=/path/to/python (torch, transformers, gguf, scikit-learn) the peers
# run on the same inputs in the same run, interleaved.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product benchmarks
benchmarks=.build/release/benchmarks
model=${MODEL_FILE:-${KNOWABLE_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/knowable/models}/smollm2-135m-instruct/model.gguf}

if [ -z "${PYTHON:-}" ]; then
  tokens=$(mktemp)
  trap 'rm -f "$tokens"' EXIT
  python3 -c 'import json, random; random.seed(0); print(json.dumps([[random.randrange(5, 49152) for _ in range(512)] for _ in range(4)]))' >"$tokens"
  "$benchmarks" score --model "$model" --tokens "$tokens" --rounds 5
  echo "Set PYTHON to a Python with the peers to see ratios."
  exit 0
fi

"$PYTHON" Benchmarks/peers.py score "$benchmarks" "$model"
"$PYTHON" Benchmarks/peers.py fit "$benchmarks" --rows 20000 --width 4096
"$PYTHON" Benchmarks/peers.py fit "$benchmarks" --rows 20000 --width 576 --ill --rounds 1
