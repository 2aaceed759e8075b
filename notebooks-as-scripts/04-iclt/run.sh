#!/usr/bin/env bash
# The In-Context Learning Test where its answer is known, and where it is not: models of bit
# questions with and without repeats, both models of facts and coins, and SmolLM2 on wikitext-2 with
# labels by Gemma 3 270M (only with WIKITEXT=/path/to/wikitext-2/valid.txt and both models fetched).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
output=${OUTPUT:-demo-output/iclt}
mkdir -p "$output"

echo "== bit questions: copying was taught, and was not"
bits=data/worlds/bit-questions
for name in with-repeats without-repeats; do
  "$knowable" world --world "$bits/$name.json" --stream test --documents 2000 --length 10 \
    --output "$output/$name"
  "$knowable" embed --model "$bits/$name" --input "$output/$name/documents.jsonl" --taps none \
    --top-k 0 --output "$output/$name.store"
  "$knowable" iclt --model "$bits/$name" --small "$output/$name.store" \
    --truth "$output/$name/truth.jsonl" --task kinds --band 0.2: --balance class --hints 2 \
    --separators "text:;" --limit 400
done

echo "== facts and coins: the small model and the large one, by the exact truth"
world=data/worlds/facts-and-coins
"$knowable" world --world "$world/world.json" --stream test --documents 400 --output "$output/facts"
for size in small large; do
  "$knowable" embed --model "$world/$size" --input "$output/facts/documents.jsonl" --taps none \
    --output "$output/facts-$size.store"
  "$knowable" iclt --model "$world/$size" --small "$output/facts-$size.store" \
    --truth "$output/facts/truth.jsonl" --task kinds --balance class --separators "none,bos,text: ." \
    --limit 400 --longest-context 128
done

[ -n "${WIKITEXT:-}" ] || { echo "Set WIKITEXT to go on with a real pair."; exit 0; }
echo "== SmolLM2-135M on wikitext-2, labels by Gemma 3 270M at shared bytes"
python3 - "$WIKITEXT" >"$output/wikitext.jsonl" <<'PYTHON'
import json, random, sys
lines = [line.strip() for line in open(sys.argv[1], encoding="utf-8").read().split("\n")]
paragraphs = [line for line in lines if len(line) > 300]
order = list(range(len(paragraphs)))
random.Random(0).shuffle(order)
for number in order:
    print(json.dumps({"id": f"p{number}", "text": paragraphs[number]}))
PYTHON
for model in smollm2-135m-instruct gemma-3-270m; do
  "$knowable" embed --model "$model" --input "$output/wikitext.jsonl" --taps none --top-k 0 \
    --precision bf16 --output "$output/$model.store"
done
iclt() {
  "$knowable" iclt --model smollm2-135m-instruct --precision bf16 \
    --small "$output/smollm2-135m-instruct.store" --large "$output/gemma-3-270m.store" \
    --balance class --fractions 0.05,0.2,0.75 "$@"
}
iclt --task threshold --limit 200 --longest-context 48 \
  --separators "none,bos,eos,eos+bos,newline,text:<|endoftext|>"
iclt --task gap --limit 200 --longest-context 96 --separators "text:<|endoftext|>"
