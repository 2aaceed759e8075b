"""Cities of GeoNames and the countries they are in."""
import math
import unicodedata
from collections import Counter, defaultdict, namedtuple

from .common import Statement, exchanged, folded, share_stem, shuffled

# Smallest population of a stratum and how many pairs of cities it gives. Large cities get more,
# since a small model knows few of the others.
STRATA = [(1_000_000, 150), (300_000, 120), (100_000, 80), (15_000, 50)]
MOST_CITIES_OF_A_COUNTRY = 28
LETTERS = set("abcdefghijklmnopqrstuvwxyzæøœđıł -'")
ADMINISTRATIVE = {"city", "district", "municipality", "township", "county", "borough", "area"}
# First-level divisions whose sovereignty is disputed: nothing is said about their cities.
DISPUTED = {"UA": {"05", "08", "11", "14", "20", "26"}, "IN": {"12", "41"}, "PK": {"06", "07"},
            "GE": {"02", "73"}, "CY": {"01", "02", "04"}, "IL": {"06"}, "MD": {"58"}}
# GeoNames lists names in other languages and spellings; places with few are obscure or doubtful.
FEWEST_OTHER_NAMES = 10
City = namedtuple("City", "name country population")


def load_cities(cache, countries):
  """Cities whose name means one place, outside other cities' suburbs, in no country's name."""
  places = sorted(cache.get_cities().values(), key=lambda p: (-p["population"], p["geonameid"]))
  namesakes = defaultdict(Counter)
  for place in places:
    names = {folded(place["name"])}
    if place["population"] >= 15_000:
      names |= {folded(name) for name in place["alternatenames"] if name.isascii()}
    for name in names:
      largest = namesakes[name]
      code = place["countrycode"]
      largest[code] = max(largest[code], place["population"])
  cities, seen, larger = [], set(), defaultdict(list)
  for place in places:
    if place["population"] < STRATA[-1][0]:
      break
    name, code = place["name"], place["countrycode"]
    cell = (round(place["latitude"] * 2), round(place["longitude"] * 2))
    near = [other for dy in (-1, 0, 1) for dx in (-1, 0, 1)
            for other in larger[cell[0] + dy, cell[1] + dx]]
    larger[cell].append(place)
    plain = folded(name)
    if (code in countries and plain not in seen and set(plain) <= LETTERS
        and plain[0] != "'" and name[0].isupper() and len(name) >= 4
        and not ADMINISTRATIVE & set(plain.split())
        and is_familiar_spelling(name, code) and len(place["alternatenames"]) >= FEWEST_OTHER_NAMES
        and place["admin1code"] not in DISPUTED.get(code, ())
        and not share_stem(name, countries[code].name)
        and all(population < most_of_namesake(place["population"])
                for other, population in namesakes[plain].items() if other != code)
        and not any(is_suburb(place, other) for other in near)):
      seen.add(plain)
      cities.append((City(name, countries[code], place["population"]),
                     frozenset(namesakes[plain]) - {code}))
  return cities


def is_familiar_spelling(name, code):
  """Not a letter by letter transliteration, which nobody would use in an English sentence."""
  letters = unicodedata.normalize("NFC", name.lower())
  return code in ("LV", "VN") or not any(
    c in "āēīōūŏŭ" or "\u1e00" <= c <= "\u1eff" for c in letters)


def most_of_namesake(population):
  """A place abroad of this many people makes a name ambiguous (Paris in Texas does not)."""
  return max(population * 0.05, min(15_000, population * 0.2))


def is_suburb(place, other):
  """Within about 12 km of a place with more people, or 25 km of one with twice as many."""
  north = (place["latitude"] - other["latitude"]) * 111
  east = (place["longitude"] - other["longitude"]) * 111 * math.cos(
    math.radians(place["latitude"]))
  reach = 25 if other["population"] >= 2 * place["population"] else 12
  return other["population"] > place["population"] and math.hypot(north, east) < reach


def city_statements(cache, countries):
  used = Counter()
  upper = math.inf
  candidates = load_cities(cache, countries)
  for lower, wanted in STRATA:
    stratum = shuffled([c for c in candidates if lower <= c[0].population < upper], "cities",
                       key=lambda c: f"{c[0].name}|{c[0].country.code}")
    upper = lower
    made = 0
    while stratum and made < wanted:
      a, a_elsewhere = stratum.pop(0)
      if used[a.country.code] >= MOST_CITIES_OF_A_COUNTRY:
        continue
      fit = next(((b, b_elsewhere) for b, b_elsewhere in stratum
                  if b.country != a.country
                  and used[b.country.code] < MOST_CITIES_OF_A_COUNTRY
                  and b.country.code not in a_elsewhere and a.country.code not in b_elsewhere
                  and not share_stem(f"{a.name} {a.country.name}", f"{b.name} {b.country.name}")),
                 None)
      if fit is None:
        continue
      stratum.remove(fit)
      b = fit[0]
      used.update((a.country.code, b.country.code))
      made += 1
      group = f"{a.name} / {b.name}"
      yield from exchanged((a, a.country), (b, b.country), lambda city, country, correct, label:
        Statement(f"The city of {city.name} is in {country.name}.",
                  f"The city of {city.name} is not in {country.name}.",
                  label, group, round(math.log10(city.population), 3), "country", city.name,
                  country.name, correct.name))
