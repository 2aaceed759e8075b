#!/usr/bin/env bash
# Knowable or unknowable, in a language whose truth is known: texts of the world of facts and coins
# -> two small models -> labels by proxy and by truth -> probes and heads -> a report, with nothing
# to fetch. `make demo` runs it; KNOWABLE and OUTPUT may be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
output=${OUTPUT:-demo-output}
world=data/worlds/facts-and-coins

echo "== 400 texts of the world's test stream, and the exact distribution at every position"
"$knowable" world --world "$world/world.json" --stream test --documents 400 --output "$output/world"

echo "== what the small model does not know, and what nobody could"
"$knowable" pair --small "$world/small" --large "$world/large" --taps all \
  --input "$output/world/documents.jsonl" --truth "$output/world/truth.jsonl" \
  --world "$world/world.json" --training-documents 48000 --targets large_entropy,jsd \
  --head linear,mlp --hidden 256 --learning-rate 1e-3 --output "$output"

echo "== three more texts, token by token"
"$knowable" world --world "$world/world.json" --stream validation --documents 3 --length 96 \
  --output "$output/read" --quiet
"$knowable" annotate --model "$world/small" --probe "$output/truth.mlp.probe" \
  --input "$output/read/documents.jsonl" --report "$output/annotated.html"
echo
echo "The report: $output/report.html; the annotated texts: $output/annotated.html"
