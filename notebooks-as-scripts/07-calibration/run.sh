#!/usr/bin/env bash
# Calibration on the command line: one probe, four recalibrations, and what each does to the errors.
# The texts are of the world of facts and coins, each cut at a random word; the label is whether the
# exact entropy of the next one is above half a nat. Nothing to fetch. KNOWABLE and OUTPUT may be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
output=${OUTPUT:-calibration-output}
world=data/worlds/facts-and-coins

echo "== 3,000 texts with the truth about the word that comes next"
"$knowable" world --world "$world/world.json" --stream test --documents 3000 --length 48 \
  --output "$output/world"
python3 - "$output/world" >"$output/texts.csv" <<'PYTHON'
import json, random, sys
rng = random.Random(0)
print("id,text,unsure")
lines = [map(json.loads, open(f"{sys.argv[1]}/{name}.jsonl")) for name in ("documents", "truth")]
for document, truth in zip(*lines):
    words = document["text"].split()
    last = rng.randrange(8, len(words) - 1)
    # Position 0 is the token that starts the text.
    print(f"{document['id']},\"{' '.join(words[:last])}\",{int(truth['entropy'][last] > 0.5)}")
PYTHON

echo "== hidden states"
"$knowable" embed --model "$world/small" --input "$output/texts.csv" --position last --taps all \
  --no-statistics --output "$output/texts.store"

for method in none temperature platt isotonic; do
  echo "== recalibration: $method"
  "$knowable" train --store "$output/texts.store" --labels "$output/texts.csv" --target unsure \
    --tap block.1 --recalibration "$method" --output "$output/$method.probe" --quiet >/dev/null
  "$knowable" evaluate --probe "$output/$method.probe" --store "$output/texts.store" \
    --labels "$output/texts.csv" --report "$output/$method.html" --quiet
done
echo
echo "The reports: $output/{none,temperature,platt,isotonic}.html"
