#!/usr/bin/env bash
# Hedged prediction where everything is known: plans before any training -> the study in the
# closed-form world -> a report and a page to try by hand. Needs no model and takes seconds.
# KNOWABLE and OUTPUT may be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
knowable=${KNOWABLE:-.build/release/knowable}
output=${OUTPUT:-hedge-output}

echo "== what each way of supervising unfamiliar examples will teach"
"$knowable" hedge plan

echo "== the same when refusals have four tokens and the loss is a mean over a response's tokens"
"$knowable" hedge plan --schemes "abstain@random" --reduction sequence-mean --abstention-tokens 4

echo "== where rewards switch the hedge from guessing to abstaining"
"$knowable" hedge plan --schemes truth --objective reward --abstain-reward -2
"$knowable" hedge plan --schemes truth --objective reward --abstain-reward 0

echo "== every arm, the reward sweep, reward models, long responses and memorisation"
"$knowable" hedge world --output "$output" --quiet
echo
echo "The report: $output/report.html; to try by hand: $output/live.html"
