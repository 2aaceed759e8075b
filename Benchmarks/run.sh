#!/usr/bin/env bash
# Times our paths; with PYTHON=/path/to/python (torch, transformers, gguf, scikit-learn, scipy) the
# peers run on the same inputs in the same run, interleaved. ONLY=score,fit,... runs some parts.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product benchmarks
bench=.build/release/benchmarks
model=${MODEL_FILE:-${KNOWABLE_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/knowable/models}/smollm2-135m-instruct/model.gguf}
parts=,${ONLY:-score,prefix,iclt,taps,fit,metrics,store},

"$bench" reference

part() { [[ $parts == *",$1,"* ]] && printf '\n## %s\n\n' "$2"; }

peers() {
  if [ -n "${PYTHON:-}" ]; then
    "$PYTHON" "Benchmarks/peers/$1.py" "$bench" "${@:2}" || exit 1
  else
    return 1
  fi
}

if part score "Scoring: 4 documents of 512 tokens"; then
  peers score "$model" || for precision in float32 bf16x3 bf16; do
    "$bench" score --model "$model" --precision "$precision" --rounds 5
  done
fi

if part prefix "A shared prefix of 500 tokens and 10 suffixes of 8"; then
  "$bench" prefix --model "$model" --rounds 5
fi

if part iclt "The In-Context Learning Test: 10 hints at contexts of 64 tokens"; then
  peers iclt "$model" || "$bench" iclt --model "$model" --rounds 5
fi

if part taps "Stopping at an early tap"; then
  for tap in embedding block.5 block.10 block.15 block.20 block.30; do
    "$bench" score --model "$model" --tap "$tap" --no-statistics --rounds 5
  done
fi

if part fit "Probe fits"; then
  peers fit || for shape in "100000 --width 2048" "100000 --width 576 --ill" "50000 --width 4096 --ill"; do
    # shellcheck disable=SC2086
    "$bench" fit --rows $shape --rounds 3
  done
  for rows in 10000 100000 ${LARGEST:-1000000}; do
    "$bench" fit --rows "$rows" --width 576 --ill
  done
  "$bench" sweep --taps 31 --width 576
  "$bench" sweep --taps 32 --width 4096
  "$bench" mapped-fit
fi

if part metrics "Bootstrap and permutation"; then
  peers metrics || {
    "$bench" bootstrap --count 4000 --resamples 2000 --rounds 5
    "$bench" bootstrap --count 1000000 --resamples 1000
    "$bench" permutation --rounds 5
  }
fi

if part store "Scaling: tokens into a store"; then
  for tokens in 10000 100000 ${LARGEST:-1000000}; do
    "$bench" store --model "$model" --tokens "$tokens" --precision bf16
  done
fi

[ -n "${PYTHON:-}" ] || echo "Set PYTHON to a Python with the peers to see ratios."
"$bench" reference
