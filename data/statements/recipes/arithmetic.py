"""Comparisons and sums of numbers written in words."""
from .common import SEED, Statement, digest, exchanged, sentence, shuffled

UNITS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
         "fifteen sixteen seventeen eighteen nineteen").split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number):
  if number < 20:
    return UNITS[number]
  if number < 100:
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
  rest = f" and {in_words(number % 100)}" if number % 100 else ""
  return f"{UNITS[number // 100]} hundred{rest}"


LARGEST_GAP = 12
NUMBER_PAIRS_OF_A_GAP = 33


def number_statements():
  """All four comparisons of a pair: each number is first and second, larger and smaller."""
  for gap in range(1, LARGEST_GAP + 1):
    lows = shuffled(range(1, 100 - gap), f"numbers {gap}")
    for low in lows[:NUMBER_PAIRS_OF_A_GAP]:
      high = low + gap
      for first, second in ((low, high), (high, low)):
        correct = "larger" if first > second else "smaller"
        for word in ("larger", "smaller"):
          yield Statement(
            sentence(f"{in_words(first)} is {word} than {in_words(second)}"),
            sentence(f"{in_words(first)} is not {word} than {in_words(second)}"),
            int(word == correct), f"{low} / {high}", gap, "comparison", f"{first} : {second}",
            word, correct)


SUM_PAIRS = 350
LARGEST_OPERAND = 99
LARGEST_RESULT_GAP = 80


def sum_statements():
  """Pairs of sums with results 1 to 80 apart, each with its own and the other's result."""
  sums = shuffled([(a, b) for a in range(1, LARGEST_OPERAND + 1)
                   for b in range(a + 1, LARGEST_OPERAND + 1)], "sums")
  pairs = 0
  while sums and pairs < SUM_PAIRS:
    first = sums.pop(0)
    # Seven shares no factor with eighty, so every gap, odd and even, takes its turn.
    gap = 1 + pairs * 7 % LARGEST_RESULT_GAP
    second = next((s for s in sums if abs(sum(s) - sum(first)) == gap
                   and not set(s) & set(first)), None)
    if second is None:
      continue
    sums.remove(second)
    pairs += 1
    # The larger operand comes first in half of the pairs of sums.
    order = -1 if digest(f"{SEED}|order|{first}|{second}")[0] in "01234567" else 1
    first, second = first[::order], second[::order]
    group = f"{first[0]}+{first[1]} / {second[0]}+{second[1]}"
    yield from exchanged((first, sum(first)), (second, sum(second)),
      lambda terms, result, correct, label: Statement(
        sentence(f"{in_words(terms[0])} plus {in_words(terms[1])} is {in_words(result)}"),
        sentence(f"{in_words(terms[0])} plus {in_words(terms[1])} is not {in_words(result)}"),
        label, group, gap, "sum", f"{terms[0]}+{terms[1]}", result,
        correct))
