#!/usr/bin/env bash
# The quickstart: statements -> hidden states -> calibrated probe -> report, on the sets that the
# repository carries. `make demo` runs it; KNOWABLE, MODEL and OUTPUT may be set.
set -euo pipefail
cd "$(dirname "$0")/../.."

knowable=${KNOWABLE:-.build/release/knowable}
model=${MODEL:-smollm2-135m-instruct}
output=${OUTPUT:-demo-output}
sets=${SETS:-"cities countries numbers translations"}
mkdir -p "$output"

for set in $sets; do
  data="data/statements/$set.csv"
  echo "== $set"
  "$knowable" embed --model "$model" --input "$data" --text-column statement \
    --position last --taps all --no-statistics --output "$output/$set.store"
  "$knowable" train --store "$output/$set.store" --labels "$data" --target label --group group \
    --sweep --output "$output/$set.probe"
  "$knowable" evaluate --probe "$output/$set.probe" --store "$output/$set.store" \
    --labels "$data" --target label --group group --report "$output/$set.html"
done

cp "$output/${sets%% *}.html" "$output/report.html"
echo "The report: $output/report.html (and one for each other set beside it)"
