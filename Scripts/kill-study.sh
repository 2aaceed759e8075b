#!/usr/bin/env bash
# Kills a study at random moments, again and again, then lets it end, and compares every result and
# the catalog with those of a run that nobody disturbed.
#   Scripts/kill-study.sh [STUDY] [ROUNDS]      KNOWABLE names the command
set -euo pipefail
cd "$(dirname "$0")/.."
study=${1:-Scripts/kill-study.yaml}
rounds=${2:-50}
knowable=${KNOWABLE:-.build/release/knowable}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
RANDOM=${SEED:-1}

command=("$knowable" study run "$study" --steps "$folder/steps" --jobs 2 --quiet)

echo "== undisturbed"
KNOWABLE_CATALOG="$folder/whole.sqlite" "${command[@]}"
mv "$folder/steps" "$folder/whole"

echo "== killed $rounds times"
export KNOWABLE_CATALOG="$folder/killed.sqlite"
killed=0
for round in $(seq "$rounds"); do
  # A command of its own, not a function: the process that is killed must be the study itself.
  "${command[@]}" &
  child=$!
  sleep "$((RANDOM % 3)).$(printf %03d $((RANDOM % 1000)))"
  if kill -9 "$child" 2>/dev/null; then killed=$((killed + 1)); fi
  wait "$child" 2>/dev/null || true
done
"${command[@]}"

echo "== compared"
# How long a command took is the only thing in what it prints that may differ.
sed -i '/"seconds":/d' "$folder"/{whole,steps}/*.result.json
diff -r --exclude "*.log.txt" "$folder/whole" "$folder/steps"
content() {
  KNOWABLE_CATALOG="$folder/$1.sqlite" "$knowable" runs export --output "$folder/$1.jsonl" --quiet
  # Times and process numbers are the only things that may differ.
  sed -E 's/"(started_at|ended_at)":"[^"]*",?//g' "$folder/$1.jsonl" | sort > "$folder/$1.txt"
}
content whole
content killed
diff "$folder/whole.txt" "$folder/killed.txt"
echo "The study was killed $killed times; results and catalog are those of an undisturbed run."
