#!/usr/bin/env bash
# Which evidence does a small model believe? Contested questions with short passages on both sides ->
# both orders -> who wins, what goes with winning, what edits change, whether it counts sources ->
# a report. MODEL, WRITER, JUDGE, KNOWABLE and OUTPUT may be set; `knowable models pull
# smollm2-135m-instruct` and `knowable models pull gemma-3-270m` fetch the models. Stop it when you
# like: the same command goes on.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
model=${MODEL:-smollm2-135m-instruct}
writer=${WRITER:-smollm2-135m-instruct}
judge=${JUDGE:-gemma-3-270m}
study=${OUTPUT:-evidence-output}
data=data/conflictingqa-mini/evidence.jsonl
ask=(--data "$data" --model "$model" --precision bf16 --output "$study")

echo "== every pair of opposed passages, in both orders"
"$knowable" evidence score "${ask[@]}"

echo "== who wins, and what goes with winning"
"$knowable" evidence analyse --data "$data" --study "$study" --features-model "$model"

echo "== all edits by rule with their placebos, two of them combined, and rewrites by a model with gates"
"$knowable" evidence edit "${ask[@]}" --documents-per-side 1 --opponents 1 --combine R1,S1
"$knowable" evidence edit --data "$data" --model "$model" --precision bf16 --output "$study/rewrites" \
  --documents-per-side 1 --opponents 1 --limit 6 --edits P0 --writer "$writer" \
  --rewrite-list L0,L2,L4,L8 --claims-judge "$judge"

echo "== whether the judge of claims can judge"
"$knowable" evidence judge --data "$data" --claims-judge "$judge" --precision bf16 --output "$study"

echo "== many documents against one"
"$knowable" evidence majority "${ask[@]}"

echo "== which sentences an answer hangs on"
"$knowable" evidence flip "${ask[@]}" --limit 3 --budget 60 --orders 4

"$knowable" evidence report --data "$data" --study "$study"
