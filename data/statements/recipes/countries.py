"""Countries of GeoNames after corrections.tsv, and statements on them."""
import math
from collections import defaultdict, namedtuple

from .common import Statement, exchanged, read_table, sentence, share_stem, shuffled

# Codes of GeoNames that are territories, contested or former states: all but the 193 UN members.
NOT_UN_MEMBERS = set((
  "AI AN AQ AS AW AX BL BM BQ BV CC CK CS CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY "
  "MF MO MP MQ MS NC NF NU PF PM PN PR PS RE SH SJ SX TC TF TK TW UM VA VG VI WF XK YT").split())
CONTINENTS = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America",
              "OC": "Oceania", "SA": "South America"}
Country = namedtuple("Country", "code name population capital continent currency borders "
                                "may_border")


def load_countries(cache):
  fixes = defaultdict(dict)
  unsure = defaultdict(set)
  for row in read_table("corrections.tsv"):
    if row["field"] == "may_border":
      unsure[row["country"]].add(row["value"])
      unsure[row["value"]].add(row["country"])
    else:
      fixes[row["country"]][row["field"]] = None if row["value"] == "-" else row["value"]
  raw = {code: country for code, country in sorted(cache.get_countries().items())
         if code not in NOT_UN_MEMBERS}
  if len(raw) != 193:
    raise SystemExit(f"expected 193 countries, found {len(raw)}: another GeoNames release?")
  listed = {code: set(country["neighbours"].split(",")) & raw.keys()
            for code, country in raw.items()}
  countries = {}
  for code, country in raw.items():
    fix = fixes[code]
    name = fix.get("name", country["name"].strip())
    # A border counts when both countries list it; when only one does, nothing is stated.
    borders = {other for other in listed[code] if code in listed[other]} - unsure[code]
    one_sided = {other for other in raw if (other in listed[code]) != (code in listed[other])}
    countries[code] = Country(
      code, f"the {name}" if fix.get("the") else name, country["population"],
      fix.get("capital", country["capital"].strip()),
      fix.get("continent", CONTINENTS[country["continentcode"]]),
      fix.get("currency", country["currencyname"].lower()),
      borders, unsure[code] | one_sided)
  return countries


# Populations are some years old: a smaller lead may have been lost since.
CLEAR_LEAD = 1.3


def pair_countries(countries):
  """Similar populations on different continents, so that fame does not tell who owns a fact."""
  waiting = sorted(countries.values(), key=lambda c: (-c.population, c.code))
  pairs = []
  while waiting:
    first = waiting.pop(0)
    fit = next((c for c in waiting[:24]
                if c.continent and first.continent and c.continent != first.continent
                and (c.capital is None) == (first.capital is None)
                and c.currency != first.currency
                and c.population * CLEAR_LEAD < first.population), None)
    fit = fit or next((c for c in waiting if c.continent != first.continent), None)
    if fit:
      waiting.remove(fit)
      pairs.append((first, fit))
  return pairs


def country_statements(countries):
  used_borders = set()
  for a, b in pair_countries(countries):
    group = f"{a.name} / {b.name}"

    def relation(kind, fact_a, fact_b, positive, negative):
      if not fact_a or not fact_b or share_stem(f"{a.name} {b.name}", f"{fact_a} {fact_b}"):
        return []
      if share_stem(fact_a, fact_b) and kind != "continent":
        return []
      return exchanged((a, fact_a), (b, fact_b), lambda entity, fact, correct, label: Statement(
        sentence(positive.format(entity.name, fact)), sentence(negative.format(entity.name, fact)),
        label, group, round(math.log10(entity.population), 3), kind, entity.name, fact, correct))

    yield from relation("capital", a.capital, b.capital,
                        "the capital of {} is {}", "the capital of {} is not {}")
    yield from relation("continent", a.continent, b.continent, "{} is in {}", "{} is not in {}")
    yield from relation("currency", a.currency, b.currency,
                        "the currency of {} is the {}", "the currency of {} is not the {}")
    c, d = border_facts(a, b, countries, used_borders)
    yield from relation("border", c, d, "{} shares a land border with {}",
                        "{} does not share a land border with {}")
    yield from population_statements(a, b, group)


def border_facts(a, b, countries, used):
  """A neighbour of a and one of b that can be exchanged; each border is used once in the set."""
  def free(country, other):
    return [n for n in shuffled(sorted(country.borders), f"border {country.code}")
            if n != other.code and n not in other.borders | other.may_border
            and frozenset((country.code, n)) not in used
            and not share_stem(countries[n].name, f"{a.name} {b.name}")]
  for c in free(a, b):
    for d in free(b, a):
      if c != d and not share_stem(countries[c].name, countries[d].name):
        used.update((frozenset((a.code, c)), frozenset((b.code, d))))
        return countries[c].name, countries[d].name
  return None, None


def population_statements(a, b, group):
  if max(a.population, b.population) < CLEAR_LEAD * min(a.population, b.population):
    return
  for first, second in ((a, b), (b, a)):
    correct = "more" if first.population > second.population else "fewer"
    for word in ("more", "fewer"):
      yield Statement(
        sentence(f"{first.name} has {word} people than {second.name}"),
        sentence(f"{first.name} does not have {word} people than {second.name}"),
        int(word == correct), group, round(math.log10(first.population), 3), "population",
        f"{first.name} : {second.name}", word, correct)
