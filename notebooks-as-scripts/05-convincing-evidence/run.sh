#!/usr/bin/env bash
# Which evidence does a small model believe? Contested questions with short passages on both sides ->
# both orders -> who wins, what goes with winning, what edits change -> a report. MODEL, KNOWABLE and
# OUTPUT may be set; `knowable models pull smollm2-135m-instruct` fetches the model.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
model=${MODEL:-smollm2-135m-instruct}
study=${OUTPUT:-evidence-output}
data=data/conflictingqa-mini/evidence.jsonl

echo "== every pair of opposed passages, in both orders"
"$knowable" evidence score --data "$data" --model "$model" --precision bf16 --output "$study"

echo "== who wins, and what goes with winning"
"$knowable" evidence analyse --data "$data" --study "$study" --features-model "$model"

echo "== edits with their placebos, on the first passage of each side"
"$knowable" evidence edit --data "$data" --model "$model" --precision bf16 --output "$study" \
  --documents-per-side 1

echo "== which sentences an answer hangs on"
"$knowable" evidence flip --data "$data" --model "$model" --precision bf16 --output "$study" \
  --limit 4 --orders 8

"$knowable" evidence report --data "$data" --study "$study"
