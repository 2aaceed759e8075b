#!/usr/bin/env python3
"""Checks the statement sets for mistakes and for cues that give the label away without knowledge.

  python3 data/statements/check.py                   # prints the table, exits 1 on a failure
  python3 data/statements/check.py --update-readme   # also writes the table into README.md

Cues are scored as AUROC (0.5 = says nothing, n = all rows): a naive Bayes classifier over words,
and one over ordered pairs of words at any distance, each tested on groups it has not seen (ten
folds); and, without fitting, statement length, familiarity, and how alike subject and asserted
value are spelled.
"""
import csv
import difflib
import hashlib
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = ["id", "statement", "label", "group", "familiarity", "kind", "subject", "asserted",
          "correct"]
FOLDS = 10
# The most a cue may help or hinder before a set counts as leaky.
TOLERANCE = 0.05
BEGIN, END = "<!-- table made by check.py -->\n", "<!-- end of table -->\n"


def load(path):
  text = path.read_bytes().decode("utf-8")
  rows = list(csv.DictReader(text.splitlines()))
  return text, rows


def auroc(scores, labels):
  """Probability that a true row scores above a false one, ties counted half."""
  order = sorted(range(len(scores)), key=lambda i: scores[i])
  rank_sum, start = 0.0, 0
  while start < len(order):
    end = start
    while end < len(order) and scores[order[end]] == scores[order[start]]:
      end += 1
    rank_sum += (start + end + 1) / 2 * sum(labels[i] for i in order[start:end])
    start = end
  positives = sum(labels)
  return (rank_sum - positives * (positives + 1) / 2) / (positives * (len(labels) - positives))


def words(row):
  return re.findall(r"[\w'-]+", row["statement"].casefold())


def word_pairs(row):
  return list(combinations(words(row), 2))


def naive_bayes(rows, labels, features):
  """Held-out log-odds of each row under multinomial naive Bayes with add-one smoothing."""
  folds = [int(hashlib.sha256(row["group"].encode()).hexdigest(), 16) % FOLDS for row in rows]
  found = [features(row) for row in rows]
  vocabulary = len({feature for some in found for feature in some})
  scores = [0.0] * len(rows)
  for fold in range(FOLDS):
    counts = [Counter(), Counter()]
    for some, label, where in zip(found, labels, folds):
      if where != fold:
        counts[label].update(some)
    totals = [sum(count.values()) + vocabulary for count in counts]
    for i, where in enumerate(folds):
      if where == fold:
        scores[i] = math.fsum(
          math.log((counts[1][f] + 1) / totals[1]) - math.log((counts[0][f] + 1) / totals[0])
          for f in found[i])
  return scores


def alike(row):
  a, b = row["subject"].casefold(), row["asserted"].casefold()
  return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def mistakes(name, text, rows, labels):
  """Sentences about what is wrong with the rows; empty when nothing is."""
  statements = Counter(row["statement"] for row in rows)
  per_group, groups_of = defaultdict(Counter), defaultdict(set)
  for row, label in zip(rows, labels):
    per_group[row["group"]][label] += 1
    groups_of[row["kind"], row["subject"]].add(row["group"])
  problems = {
    "header differs": text.split("\n")[0] != ",".join(HEADER),
    "fewer than 1,000 rows": len(rows) < 1000,
    "a label is neither 0 nor 1": set(labels) != {0, 1},
    "labels are not balanced": 2 * sum(labels) != len(labels),
    "a group is not balanced": any(c[0] != c[1] for c in per_group.values()),
    "an id is repeated": len({row["id"] for row in rows}) != len(rows),
    "a statement is repeated, or has both labels": max(statements.values()) > 1,
    "a subject is in two groups": any(len(groups) > 1 for groups in groups_of.values()),
    "text is not composed (NFC) or not printable": any(
      not unicodedata.is_normalized("NFC", s) or not s.isprintable() for s in statements),
    "a statement does not end with one full stop": any(
      not s.endswith(".") or s.endswith("..") for s in statements),
    "a familiarity is not finite": any(
      not math.isfinite(float(row["familiarity"])) for row in rows),
    "label differs from whether asserted equals correct": not name.startswith("neg_") and any(
      (row["asserted"] == row["correct"]) != bool(label)
      for row, label in zip(rows, labels) if row["kind"] != "border"),
  }
  return [f"{name}: {sentence}" for sentence, wrong in problems.items() if wrong]


def negation_mistakes(name, rows, negated):
  """What differs between a set and its negation beyond statement and label."""
  same = ["group", "familiarity", "kind", "subject", "asserted", "correct"]
  fits = len(rows) == len(negated) and all(
    all(a[c] == b[c] for c in same) and int(a["label"]) + int(b["label"]) == 1
    and a["statement"] != b["statement"] for a, b in zip(rows, negated))
  return [] if fits else [f"neg_{name} is not the row by row negation of {name}"]


def examine(name, rows, labels):
  """The cells of the table for one set, and its cues beyond TOLERANCE."""
  def length(selected):
    lengths = [len(row["statement"]) for row, label in zip(rows, labels) if label == selected]
    return sum(lengths) / len(lengths)
  cues = {
    "words": auroc(naive_bayes(rows, labels, words), labels),
    "word pairs": auroc(naive_bayes(rows, labels, word_pairs), labels),
    "length": auroc([len(row["statement"]) for row in rows], labels),
    "familiarity": auroc([float(row["familiarity"]) for row in rows], labels),
    "spelling": auroc([alike(row) for row in rows], labels),
  }
  groups = len({row["group"] for row in rows})
  cells = [name, f"{len(rows):,}", f"{sum(labels):,}", f"{groups:,}",
           f"{length(1):.1f} / {length(0):.1f}", *(f"{value:.3f}" for value in cues.values())]
  return cells, [f"{name}: {cue} alone reaches AUROC {cues[cue]:.3f}"
                 for cue in ("words", "length", "familiarity")
                 if abs(cues[cue] - 0.5) > TOLERANCE]


def main():
  failures, lines = [], [
    "| set | n | true | groups | characters (true / false) | words | word pairs | length | "
    "familiarity | spelling |", "|---|" + "---:|" * 9]
  for path in sorted(HERE.glob("*.csv"), key=lambda p: (p.stem.removeprefix("neg_"), p.stem)):
    text, rows = load(path)
    labels = [int(row["label"]) for row in rows]
    cells, leaks = examine(path.stem, rows, labels)
    failures += mistakes(path.stem, text, rows, labels) + leaks
    if path.stem.startswith("neg_"):
      base = path.stem.removeprefix("neg_")
      failures += negation_mistakes(base, load(HERE / f"{base}.csv")[1], rows)
    lines.append("| " + " | ".join(cells) + " |")
  for line in (HERE / "SHA256SUMS").read_text().splitlines():
    expected, file = line.split()
    if hashlib.sha256((HERE / file).read_bytes()).hexdigest() != expected:
      failures.append(f"{file}: its bytes are not those of SHA256SUMS")
  table = "\n".join(lines) + "\n"
  print(table, end="")
  if "--update-readme" in sys.argv[1:]:
    readme = HERE / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(before + BEGIN + table + END + rest.split(END)[1], encoding="utf-8")
  for failure in failures:
    print(failure, file=sys.stderr)
  return 1 if failures else 0


if __name__ == "__main__":
  sys.exit(main())
