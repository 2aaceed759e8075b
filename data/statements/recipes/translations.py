"""Meanings of Spanish, French and German words of dictionary.tsv."""
from .common import Statement, alike, exchanged, read_table, shuffled

LANGUAGES = ("spanish", "french", "german")
MOST_ALIKE = 0.4


def translation_statements():
  """Pairs of concepts of one part of speech and near frequency but of different categories."""
  waiting = shuffled(read_table("dictionary.tsv"), "dictionary", key=lambda row: row["english"])
  while waiting:
    a = waiting.pop(0)
    options = [(len(languages), -index, b) for index, b in enumerate(waiting)
               if compatible(a, b) for languages in [usable_languages(a, b)] if languages]
    if not options:
      continue
    b = max(options, key=lambda option: option[:2])[2]
    waiting.remove(b)
    group = f"{a['english']} / {b['english']}"
    for language in usable_languages(a, b):
      yield from exchanged((a, a), (b, b), lambda row, meaning, correct, label: Statement(
        f'The {language.capitalize()} word "{row[language]}" means "{meaning["english"]}".',
        f'The {language.capitalize()} word "{row[language]}" does not mean '
        f'"{meaning["english"]}".',
        label, group, int(row["band"]), language, row[language], meaning["english"],
        correct["english"]))


def compatible(a, b):
  return (a["part"] == b["part"] and abs(int(a["band"]) - int(b["band"])) <= 1
          and (a["category"] != b["category"] or a["part"] == "number")
          and b["english"] not in a["never_with"].split(", ")
          and a["english"] not in b["never_with"].split(", "))


def usable_languages(a, b):
  """Languages in which no word of the two looks like an English one: spelling must not tell."""
  def bare(english):
    return english.removeprefix("to ")
  return [language for language in LANGUAGES
          if "-" not in (a[language], b[language])
          and all(alike(row[language], bare(other["english"])) <= MOST_ALIKE
                  for row in (a, b) for other in (a, b))]
