#!/usr/bin/env bash
# Ignorance or chance in a real model: SmolLM2-135M with Gemma 3 270M as the one who knows more, on
# prose (WIKITEXT=/path/to/wikitext-2/valid.txt) and on code (CODE=folder of Python files), and from
# one to the other. `knowable models pull` fetches both models; KNOWABLE and OUTPUT may be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
output=${OUTPUT:-real-output}
wikitext=${WIKITEXT:?Set WIKITEXT to the file valid.txt of wikitext-2}
code=${CODE:-/usr/lib/python3}
mkdir -p "$output"

echo "== the beginnings of articles, and of source files"
python3 - "$wikitext" "$code" "$output" <<'PYTHON'
import glob, hashlib, json, os, re, sys

wikitext, code, output = sys.argv[1:]
articles, lines = [], []
for line in open(wikitext, encoding="utf-8").read().split("\n"):
    if re.match(r"^ = [^=].*[^=] = \s*$", line):
        articles.append(lines)
        lines = []
    if line.strip():
        lines.append(line.strip())
articles = ["\n".join(lines) for lines in articles[1:] + [lines]]
with open(f"{output}/prose.jsonl", "w") as file:
    for number, text in enumerate(article for article in articles if len(article) > 500):
        file.write(json.dumps({"id": f"article-{number:03}", "text": text[:6500]}) + "\n")
paths = [p for p in glob.glob(f"{code}*/**/*.py", recursive=True)
         if 3000 < os.path.getsize(p) < 200000 and "test" not in p]
paths.sort(key=lambda path: hashlib.sha256(path.encode()).hexdigest())
with open(f"{output}/code.jsonl", "w") as file:
    for path in paths[:45]:
        text = open(path, encoding="utf-8", errors="replace").read()
        name = os.path.basename(path) + "-" + hashlib.sha256(path.encode()).hexdigest()[:6]
        file.write(json.dumps({"id": name, "text": text[:3600]}) + "\n")
PYTHON

for domain in prose code; do
  echo "== $domain: a band wide enough for this pair, classes balanced by number"
  "$knowable" pair --small smollm2-135m-instruct --large gemma-3-270m \
    --input "$output/$domain.jsonl" --precision bf16 --taps embedding,block.15,final_norm \
    --context-length 2048 --band 2:4 --balance class --head linear,mlp --iclt 0 \
    --finetuning-epochs 2 --output "$output/$domain"
  echo "== $domain: the recipe closest to the paper's, on the same states"
  mkdir -p "$output/$domain-paper"
  for model in small large; do
    cp -r "$output/$domain/$model.store" "$output/$domain-paper/"
  done
  "$knowable" pair --preset paper --small smollm2-135m-instruct --large gemma-3-270m \
    --input "$output/$domain.jsonl" --taps embedding,block.15,final_norm --context-length 2048 \
    --iclt 0 --finetuning-epochs 0 --output "$output/$domain-paper" \
    || echo "Too few positions for it."
done

echo "== from one domain to the other"
"$knowable" transfer prose="$output/prose" code="$output/code" --balance class \
  --probes gap,gap.mlp,threshold,threshold.mlp --output "$output/transfer.html"
