#!/usr/bin/env bash
# The quickstart: true and false statements -> hidden states -> a calibrated probe -> a report, on
# the sets that the repository carries, and the probe of the first set on its negations.
# `make demo` runs it; KNOWABLE, MODEL and OUTPUT may be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export KNOWABLE=${KNOWABLE:-.build/release/knowable}
export MODEL=${MODEL:-smollm2-135m-instruct}
export OUTPUT=${OUTPUT:-demo-output}

for set in cities countries numbers sums translations; do
  echo "== $set"
  "$here/probe.sh" "data/statements/$set.csv" group
done

echo "== the probe of cities on the negations of its held-out cities"
"$KNOWABLE" embed --model "$MODEL" --input data/statements/neg_cities.csv \
  --text-column statement --position last --taps all --no-statistics \
  --output "$OUTPUT/neg_cities.store"
"$KNOWABLE" evaluate --probe "$OUTPUT/cities.probe" --store "$OUTPUT/neg_cities.store" \
  --labels data/statements/neg_cities.csv --part test \
  --report "$OUTPUT/cities-to-neg_cities.html" --json >"$OUTPUT/cities-to-neg_cities.json"

cp "$OUTPUT/cities.html" "$OUTPUT/report.html"
python3 "$here/table.py" "$OUTPUT"/{cities,countries,numbers,sums,translations,cities-to-neg_cities}.json
echo
echo "The report: $OUTPUT/report.html (one for each set stands beside it)"
