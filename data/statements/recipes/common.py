"""What the recipes share: the row type, the seeded order, and comparing names."""
import csv
import difflib
import hashlib
import unicodedata
from collections import namedtuple
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
SEED = "knowable-statements-1"
# `negated` has the opposite label of `text`.
Statement = namedtuple("Statement", "text negated label group familiarity kind subject asserted "
                                    "correct")


def shuffled(items, purpose, key=str):
  """The items in an order that depends only on SEED, the purpose and each item's key."""
  return sorted(items, key=lambda item: digest(f"{SEED}|{purpose}|{key(item)}"))


def digest(text):
  return hashlib.sha256(text.encode("utf-8")).hexdigest()


def folded(text):
  """Lower case without accents, so that spellings of one name compare equal."""
  parts = unicodedata.normalize("NFKD", text.casefold())
  return "".join(c for c in parts if not unicodedata.combining(c))


def share_stem(a, b):
  """Whether a word of one name starts like a word of the other (Tunis, Tunisia)."""
  def stems(text):
    return {word[:3] for word in folded(text).replace("-", " ").split() if len(word) > 3}
  return bool(stems(a) & stems(b))


def alike(a, b):
  """Spelling similarity in 0...1: twice the matching letters over all letters."""
  return difflib.SequenceMatcher(None, folded(a), folded(b), autojunk=False).ratio()


def sentence(text):
  return text[0].upper() + text[1:] + "."


def read_table(name):
  with open(FOLDER / name, encoding="utf-8", newline="") as file:
    return list(csv.DictReader(file, delimiter="\t"))


def exchanged(first, second, state):
  """Four statements: each of two (entity, fact) pairs with its own and with the other's fact.

  `state(entity, fact, correct, label)` makes one Statement.
  """
  return [state(entity, fact, own, label)
          for (entity, own), (_, other) in ((first, second), (second, first))
          for fact, label in ((own, 1), (other, 0))]
