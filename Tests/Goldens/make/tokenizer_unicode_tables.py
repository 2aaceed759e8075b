#!/usr/bin/env python3
"""Writes the Unicode tables of the tokenizers as Swift string literals.

    tokenizer_unicode_tables.py Sources/LanguageModels/Tokenizers/Unicode

Character classes and decompositions are asked from the `tokenizers` library itself, one code point
after the other, so that our scanners and normalisers follow its Unicode version and not that of the
operating system. Combining classes come from `unicodedata`, checked against the library.
"""
import sys
import unicodedata

sys.path.pop(0)  # this folder has a script of the same name as the library
from tokenizers import Regex, normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'


def base36(n):
    s = ''
    while True:
        s = DIGITS[n % 36] + s
        n //= 36
        if n == 0:
            return s


def members(pattern):
    """Code points that the regular expression matches alone."""
    split = pre_tokenizers.Split(Regex(pattern), 'isolated')
    found = set()
    for base in range(0, 0x110000, 0x1000):
        chars = [chr(c) for c in range(max(base, 1), base + 0x1000) if not 0xD800 <= c < 0xE000]
        if not chars:
            continue
        for piece, (a, b) in split.pre_tokenize_str('\0' + '\0'.join(chars) + '\0'):
            if b - a == 1 and a % 2 == 1:
                found.add(ord(piece))
    return found


# One letter a class, in the order of precedence; everything else is 'o'.
CLASSES = [('u', r'\p{Lu}|\p{Lt}'), ('l', r'\p{Ll}'), ('x', r'\p{Lm}|\p{Lo}'), ('n', r'\p{N}'),
           ('m', r'\p{M}'), ('s', r'\s'), ('p', r'\p{P}'), ('y', r'\p{S}')]


def class_runs():
    table = ['o'] * 0x110000
    for letter, pattern in reversed(CLASSES):
        for c in members(pattern):
            table[c] = letter
    # Upper case letters only matter next to lower case ones; a run is "class, length".
    runs, start = [], 0
    for c in range(1, 0x110001):
        if c == 0x110000 or table[c] != table[start]:
            runs.append((table[start], c - start))
            start = c
    if runs[-1][0] == 'o':
        runs.pop()
    # The upper/lower alternation of Latin and Cyrillic is folded: "z N" is N times (u, l) of 1 each.
    out, i = [], 0
    while i < len(runs):
        j = i
        while j + 1 < len(runs) and runs[j] == ('u', 1) and runs[j + 1] == ('l', 1):
            j += 2
        if j - i >= 4:
            out.append('Z' + base36((j - i) // 2))
            i = j
        else:
            letter, n = runs[i]
            out.append(letter.upper() + ('' if n == 1 else base36(n)))
            i += 1
    return ''.join(out)


def records(mapping):
    """`gap-scalar-scalar...;` or, for `count` neighbours that map to neighbours, `gap*count-first;`."""
    keys, out, last, i = sorted(mapping), [], 0, 0
    while i < len(keys):
        c = keys[i]
        n = 1
        while (i + n < len(keys) and keys[i + n] == c + n and len(mapping[c]) == 1
               and len(mapping[c + n]) == 1 and ord(mapping[c + n]) == ord(mapping[c]) + n):
            n += 1
        head = base36(c - last) + ('*' + base36(n) if n > 1 else '')
        out.append(head + ''.join('-' + base36(ord(x)) for x in mapping[c]) + ';')
        last = c + n - 1
        i += n
    return ''.join(out)


def hangul(c):
    return 0xAC00 <= c < 0xD7A4


def decompositions(name):
    normalizer = getattr(normalizers, name)()
    out = {}
    for c in SCALARS:
        if not hangul(c):
            r = normalizer.normalize_str(chr(c))
            if r != chr(c):
                out[c] = r
    return out


def combining_class(c):
    """The class, 0 for characters that the library does not yet know as combining ones."""
    k = 0 if 0xD800 <= c < 0xE000 else unicodedata.combining(chr(c))
    if 0 < k < 240 and normalizers.NFD().normalize_str('\u0345' + chr(c))[-1] != '\u0345':
        return 0
    return k


def combining_classes():
    """`gap*count-class;` over ranges of equal non-zero class."""
    out, last, c = [], 0, 0
    while c < 0x110000:
        k = combining_class(c)
        if k == 0:
            c += 1
            continue
        n = 1
        while combining_class(c + n) == k:
            n += 1
        out.append(base36(c - last) + ('*' + base36(n) if n > 1 else '') + '-' + base36(k) + ';')
        last = c + n - 1
        c += n
    return ''.join(out)


def exclusions(canonical):
    """Characters with a two-character decomposition that composition does not make again."""
    nfc = normalizers.NFC()
    return ''.join(base36(c) + ';' for c in sorted(canonical)
                   if nfc.normalize_str(chr(c)) != chr(c))


def literal(name, doc, text, out):
    out.append('')
    for line in doc:
        out.append('  /// ' + line)
    out.append(f'  static let {name}: StaticString = """')
    width = 94
    for k in range(0, len(text), width):
        tail = '\\' if k + width < len(text) else ''
        out.append('    ' + text[k:k + width] + tail)
    out.append('    """')


def write(path, body):
    with open(path, 'w') as f:
        f.write('// Written by Tests/Goldens/make/tokenizer_unicode_tables.py; do not edit.\n\n')
        f.write('extension UnicodeTables {\n' + '\n'.join(body[1:]) + '\n}\n')


def main(folder):
    out = []
    literal('classRuns', ['Character classes as runs from U+0000: a letter (U upper or title case, L lower case, X other',
                          'letter, N number, M mark, S space, P punctuation, Y symbol, O other), then the run\'s length in',
                          'base 36 (none for 1). `Zn` is n times U, L.'], class_runs(), out)
    write(folder + '/UnicodeTables+Classes.swift', out)
    canonical = decompositions('NFD')
    compatibility = {c: r for c, r in decompositions('NFKD').items() if canonical.get(c) != r}
    out = []
    literal('canonical', ['Full canonical decompositions: `gap[*count]-scalar-scalar...;`, numbers in base 36, the gap',
                          'counted from the last code point of the record before.'], records(canonical), out)
    literal('combiningClasses', ['Canonical combining classes other than 0, in the same form.'],
            combining_classes(), out)
    literal('compositionExclusions', ['Code points that composition never makes (`code point;`).'],
            exclusions(canonical), out)
    write(folder + '/UnicodeTables+Canonical.swift', out)
    out = []
    literal('compatibility', ['Full compatibility decompositions where they differ from the canonical ones, in the form of',
                              '`canonical`.'], records(compatibility), out)
    write(folder + '/UnicodeTables+Compatibility.swift', out)


if __name__ == '__main__':
    main(sys.argv[1])
