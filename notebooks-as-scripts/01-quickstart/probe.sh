#!/usr/bin/env bash
# Statements to report, for one CSV file:
#   probe.sh FILE.csv [GROUP_COLUMN]
# KNOWABLE, MODEL and OUTPUT may be set; FILE needs the columns `statement` and `label`.
set -euo pipefail
file=$1
group=${2:+--group $2}
name=$(basename "$file" .csv)
knowable=${KNOWABLE:-.build/release/knowable}
model=${MODEL:-smollm2-135m-instruct}
output=${OUTPUT:-demo-output}
mkdir -p "$output"

"$knowable" embed --model "$model" --input "$file" --text-column statement \
  --position last --taps all --no-statistics --output "$output/$name.store"
"$knowable" train --store "$output/$name.store" --labels "$file" $group --sweep \
  --output "$output/$name.probe" >"$output/$name.training.txt"
"$knowable" evaluate --probe "$output/$name.probe" --store "$output/$name.store" \
  --labels "$file" --report "$output/$name.html" --json --quiet >"$output/$name.json"
