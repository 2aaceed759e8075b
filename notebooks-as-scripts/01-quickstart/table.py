"""Prints the results of `knowable evaluate --json` as a Markdown table: table.py FILE.json ..."""
import json
import os
import sys


def shown(estimate, decimals=3):
    value, low, high = (f"{estimate[k]:.{decimals}f}" for k in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


print("| set | n (groups) | best tap | AUROC | ECE before | ECE after | best baseline |")
print("|---|---|---|---|---|---|---|")
for path in sys.argv[1:]:
    result = json.load(open(path))
    name = os.path.basename(path).removesuffix(".json").replace("-to-", " → ")
    after = result["after"] or result["before"]
    baseline = next(b for b in result["baselines"] if b["best_on_validation"])
    print(
        f"| {name} | {result['n']} ({result['groups']}) | {result['tap']} "
        f"| {shown(after['auroc'])} | {shown(result['before']['ece_equal_width'])} "
        f"| {shown(after['ece_equal_width'])} "
        f"| {baseline['name']} {baseline['auroc']['value']:.3f} |"
    )
