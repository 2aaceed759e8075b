#!/usr/bin/env python3
"""Compares odd texts over the seven reference tokenizers and variations of them.

    tokenizer_fuzz.py small Tests/Goldens/tokenizer-variants.json
    tokenizer_fuzz.py forms Tests/Goldens/normal-forms.json
    tokenizer_fuzz.py large FOLDER SEED COUNT

`small` writes the committed golden file: hand-picked and random texts, and for every tokenizer what
Hugging Face's `tokenizers` makes of them. A tokenizer is one of `Tests/Goldens/tokenizers` with some
members set anew, so no vocabulary is stored twice. `forms` writes checksums of the normal forms of
all characters up to U+2FFFF, alone and between others. `large` writes FOLDER/NAME/tokenizer.json and
FOLDER/NAME/cases.jsonl for comparisons outside the repository.
"""
import copy
import json
import os
import random
import sys
import zlib

sys.path.pop(0)  # this folder has a script of the same name as the library
from tokenizers import Tokenizer, normalizers

HERE = os.path.dirname(os.path.abspath(__file__))
BASES = os.path.join(HERE, '..', 'tokenizers')

PICKED = [
    "don't DON'T we'LL I'M they'Ve it'\u017f 's'S", "ABCdefGHI aB \u01c5x Stra\u00dfe \u0130\u0131",
    "a\u0323\u0302\u0301 e\u0301 \u1e9b\u0323 \u0344\u0323 \u212b \u2126 \u0958 \ufb1d",
    "\u1100\u1161\u11a8 \uac00\u11a8 \uac01\u11a8 \ud55c\uae00", "\ufb01 \ufb03 \u00bd \u2460 \u2167 \u3300 \ufdfa \U0001d400",
    "\u0661\u0662\u0663 \u0967\u0968\u0969\u096a 12345 3.14 0x1F\u00b2", "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f44d\U0001f3fd 1\ufe0f\u20e3 \U0001f1ef\U0001f1f5",
    "a\r\nb\r\rc\n\n  d \t\n e\u0085f\u2028g", "   three  two one\u00a0nbsp\u3000wide\u2003em\u202fnarrow ",
    "\u200bzero\u200dwidth\ufeffbom\u00adsoft \u0001\u0007\u001f\u007f\u009f", "\u0378\U000e0001\ue000\U0010ffff unassigned",
    "x=(1+[2]*{3})//4;/*c*/ http://a.b/c?d=e#f", "<|im_start|>user\n hi <|im_end|><|endoftext|> <s>a</s> <unk><bos>",
    "\u2581\u2581 \u2581a \u0120b <0x0A><0xE2>", "Hello the theHello  quick  brown the", "\u6771\u4eac\u90fdabc\u30ab\u30bf\u30ab\u30ca\uff76\uff9e",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e44\u0e17\u0e22 \u05e2\u05d1\u05e8\u05d9\u05ea \u0645\u0631\u062d\u0628\u0627",
    " ", "  ", "\n", "\n\n\n", "\u0301", " \u0301x", "'", "''s", "a", "'ll <mask>  x", "ab " * 20, "z" * 50,
]

WORDS = ["Hello", "world", "the", "don't", "'s", "'RE", "'ll", "na\u00efve", "e\u0301", "\u00e9", "n\u0303", "\u6771\u4eac", "\u30ab\u30bf", "\ufb01", "\u00bd",
         "\u00b2", "\u0663\u0664", "123", "1234567", "\r\n", "\n\n", "\t", "  ", "   ", "\u2581", "\u0120", "\U0001f642", "\u0323\u0301", "\u0344", "\u1e9b\u0323", "\u212b",
         "\u0645\u0631", "\u0e44\u0e17", "\u01c5", "\u0130", "\u00df", "_", "(x)", "//", "...", "?!", "\u201cq\u201d", "<|im_start|>", "</s>", "<unk>", "<0x0A>",
         "A", "aB", "\ue000", "\u0378", "\ufe0f", "\u1161", "\u11a8", "\u1100\u1161\u11a8", "\U0001d15e", "\u3300", "\u00aa", "\u0000", "\u001c"]


def random_text(rng):
    def scalar():
        low, high = rng.choice([(0x20, 0x7e), (0xa0, 0x24f), (0x300, 0x36f), (0x370, 0x33ff),
                                (0x3400, 0xd7ff), (0xe000, 0xffff), (0x10000, 0x10ffff), (0, 0x20)])
        return chr(rng.randint(low, high))
    parts = []
    for _ in range(rng.choice([1, 2, 3, 4, 6, 9, 20])):
        r = rng.random()
        parts.append(rng.choice(WORDS) if r < .6 else ' ' if r < .75 else scalar() + scalar())
    return ''.join(parts)


def regex(pattern, behavior='Isolated', invert=False):
    return {'type': 'Split', 'pattern': {'Regex': pattern}, 'behavior': behavior, 'invert': invert}


def literal(text, behavior, invert):
    return {'type': 'Split', 'pattern': {'String': text}, 'behavior': behavior, 'invert': invert}


def byte_level(prefix=False, splits=False, trim=True):
    return {'type': 'ByteLevel', 'add_prefix_space': prefix, 'trim_offsets': trim, 'use_regex': splits}


def metaspace(scheme, split=True):
    return {'type': 'Metaspace', 'replacement': '\u2581', 'prepend_scheme': scheme, 'split': split}


def words(*steps):
    return {'type': 'Sequence', 'pretokenizers': list(steps)}


def normal(*steps):
    return {'type': 'Sequence', 'normalizers': list(steps)}


def replace(kind, pattern, content):
    return {'type': 'Replace', 'pattern': {kind: pattern}, 'content': content}


def added(base, *tokens):
    plain = {'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': False}
    return {'added_tokens': base['added_tokens'] + [dict(plain, id=0, **t) for t in tokens]}


def template(before, after):
    def special(name):
        return {'SpecialToken': {'id': name, 'type_id': 0}}
    ids = {'<|endoftext|>': 0, '<|im_start|>': 1, '<|im_end|>': 2}
    single = [special(t) for t in before] + [{'Sequence': {'id': 'A', 'type_id': 0}}] + [special(t) for t in after]
    return {'type': 'TemplateProcessing', 'single': single, 'pair': single + [{'Sequence': {'id': 'B', 'type_id': 1}}],
            'special_tokens': {t: {'id': t, 'ids': [ids[t]], 'tokens': [t]} for t in before + after}}


REST = r"|\s+(?!\S)|\s+"
UP, LOW = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
SHORT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
PRE = r"[^\r\n\p{L}\p{N}]?"
O200K = (PRE + UP + "*" + LOW + "+" + SHORT + "?|" + PRE + UP + "+" + LOW + "*" + SHORT + "?"
         + r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+" + REST)
CL100K = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]" + REST
MARKS = SHORT + "|" + PRE + r"[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+" + REST
DEEPSEEK = (r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
            r"""| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+""" + REST)


def variants(bases):
    """Name, base, members to set, members of the model to set, whether ranges can be compared."""
    gpt2, qwen = 'bytelevel-gpt2', 'bytelevel-qwen'
    llama, unigram = 'sentencepiece-bpe-llama2', 'unigram-metaspace'
    tokens = [{'content': 'the', 'single_word': True}, {'content': '<mask>', 'lstrip': True, 'special': True},
              {'content': 'quick', 'rstrip': True}, {'content': 'e\u0301x', 'normalized': True},
              {'content': 'Hello', 'normalized': True, 'lstrip': True, 'rstrip': True},
              {'content': '\u6771', 'single_word': True, 'normalized': True}, {'content': 'e\u0301'},
              {'content': "'ll", 'single_word': True, 'lstrip': True}, {'content': 'Hello world'}]
    for name in sorted(bases):
        yield name, name, {}, {}, True
    yield 'o200k', gpt2, {'pre_tokenizer': words(regex(O200K), byte_level())}, {}, True
    tekken = O200K.replace(SHORT + '?', '').replace('{1,3}', '')
    yield 'tekken', gpt2, {'pre_tokenizer': words(regex(tekken), byte_level())}, {}, True
    yield 'cl100k', gpt2, {'pre_tokenizer': words(regex(CL100K, 'Removed', True), byte_level())}, {}, True
    yield 'marks', gpt2, {'pre_tokenizer': words(regex(MARKS), byte_level()), 'normalizer': {'type': 'NFC'}}, {}, True
    yield 'deepseek', gpt2, {'pre_tokenizer': words(
        regex(r'\p{N}{1,3}'), regex('[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+'), regex(DEEPSEEK), byte_level())}, {}, True
    yield 'prefix-space', gpt2, {'pre_tokenizer': byte_level(True, True), 'post_processor': byte_level(True)}, {}, True
    yield 'digits', gpt2, {'pre_tokenizer': words({'type': 'Digits', 'individual_digits': False}, byte_level(True, True))}, {}, True
    yield 'trimmed', gpt2, {'post_processor': {'type': 'Sequence', 'processors': [
        byte_level(), template(['<|endoftext|>', '<|im_start|>'], ['<|im_end|>'])]}}, {}, True
    yield 'roberta', gpt2, {'post_processor': {'type': 'RobertaProcessing', 'sep': ['<|im_end|>', 2], 'cls': ['<|im_start|>', 1],
                                               'trim_offsets': True, 'add_prefix_space': True}}, {}, True
    yield 'ignore-merges', qwen, {}, {'ignore_merges': True}, True
    yield 'added', gpt2, added(bases[gpt2], *tokens), {}, True
    yield 'added-nfc', qwen, added(bases[qwen], *tokens), {}, True
    for form in ('NFD', 'NFKD', 'NFKC', 'Lowercase', 'Nmt'):
        yield form.lower(), gpt2, {'normalizer': {'type': form}}, {}, True
    yield 'strip', gpt2, {'normalizer': normal({'type': 'Strip', 'strip_left': True, 'strip_right': True},
                                               {'type': 'NFKC'}, {'type': 'Lowercase'})}, {}, True
    yield 'replace', gpt2, {'normalizer': normal(
        {'type': 'Prepend', 'prepend': 'ab '}, {'type': 'NFD'}, replace('String', 'e\u0301', ''),
        replace('String', 'Hello', 'Goodbye all'), replace('Regex', r'\s+', ' '))}, {}, True
    for scheme in ('first', 'never'):
        yield 'metaspace-' + scheme, unigram, {'pre_tokenizer': metaspace(scheme), 'decoder': metaspace(scheme)}, {}, True
    yield 'metaspace-whole', unigram, {'pre_tokenizer': metaspace('always', False), 'normalizer': None}, {}, True
    yield 'white-space-split', unigram, {'pre_tokenizer': words({'type': 'WhitespaceSplit'}, metaspace('always'))}, {}, True
    fallback = [[f'<0x{i:02X}>', -20.0] for i in range(256)]
    yield 'unigram-fallback', unigram, {'decoder': bases[llama]['decoder']}, {
        'byte_fallback': True, 'vocab': bases[unigram]['model']['vocab'][:60] + fallback}, False
    yield 'unknown-fused', llama, {}, {'byte_fallback': False}, True
    yield 'unknown-single', llama, {}, {'byte_fallback': False, 'fuse_unk': False}, True
    yield 'unknown-dropped', llama, {'normalizer': None, 'pre_tokenizer': metaspace('always')}, {
        'byte_fallback': False, 'unk_token': None}, False
    for behavior in ('Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'):
        for invert in (False, True):
            yield f'split-{behavior}-{invert}'.lower(), llama, {
                'normalizer': None, 'pre_tokenizer': literal(' ', behavior, invert)}, {}, True
    yield 'no-decoder', llama, {'decoder': None}, {}, True


def build(bases, base, members, model):
    spec = copy.deepcopy(bases[base])
    spec.update(members)
    spec['model'].update(model)
    tokenizer = Tokenizer.from_str(json.dumps(spec))
    for token in members.get('added_tokens', []):
        token['id'] = tokenizer.token_to_id(token['content'])  # the id the library really gives
    spec.update(members)
    return tokenizer, spec


def case(tokenizer, text):
    plain, full = tokenizer.encode(text, add_special_tokens=False), tokenizer.encode(text)
    return {'text': text, 'ids': plain.ids, 'ids_with_special_tokens': full.ids,
            'offsets_chars': [list(o) for o in plain.offsets],
            'decoded': tokenizer.decode(plain.ids, skip_special_tokens=False)}


def relative(ranges):
    """Flat list of (start - end of the range before, length)."""
    out, last = [], 0
    for start, end in ranges:
        out += [start - last, end - start]
        last = end
    return out


def small(path, bases):
    rng = random.Random(20)
    texts = PICKED + [t for t in (random_text(rng) for _ in range(400)) if 4 <= len(t) <= 24][:160]
    out = []
    for name, base, members, model, has_ranges in variants(bases):
        tokenizer, _ = build(bases, base, members, model)
        count = 3
        chosen = list(range(len(PICKED))) + rng.sample(range(len(PICKED), len(texts)), count)
        if name not in bases:
            chosen = rng.sample(range(len(PICKED) - 2), 6) + chosen[len(PICKED):]
        rows = []
        for i in sorted(chosen):
            c = case(tokenizer, texts[i])
            row = {'text': i, 'ids': c['ids']}
            if has_ranges:
                row['ranges'] = relative(c['offsets_chars'])
            if c['ids_with_special_tokens'] != c['ids']:
                row['ids_with_special_tokens'] = c['ids_with_special_tokens']
            if c['decoded'] != c['text']:
                row['decoded'] = c['decoded']
            rows.append(row)
        out.append({'name': name, 'base': base, 'set': members, 'model': model, 'cases': rows})
    with open(path, 'w') as f:
        f.write('{"texts":[\n' + ',\n'.join(json.dumps(t) for t in texts) + '],\n"variants":[\n')
        f.write(',\n'.join(json.dumps(v, separators=(',', ':')) for v in out) + ']}\n')


def forms(path):
    """CRC-32 of the lines `C`, `aC<acute>`, `C<dot below><acute>` for every character C."""
    out = {}
    for name in ('NFC', 'NFD', 'NFKC', 'NFKD'):
        form, crc = getattr(normalizers, name)(), 0
        for base in range(0x20, 0x30000, 0x1000):
            chars = [chr(c) for c in range(base, base + 0x1000) if not 0xD800 <= c < 0xE000 and c < 0x30000]
            lines = ''.join(f'{c}\na{c}\u0301\n{c}\u0323\u0301\n' for c in chars)
            crc = zlib.crc32(form.normalize_str(lines).encode(), crc)
        out[name] = crc
    with open(path, 'w') as f:
        json.dump(out, f)


def large(folder, seed, count, bases):
    rng = random.Random(seed)
    texts = PICKED + [random_text(rng) for _ in range(count)]
    for name, base, members, model, _ in variants(bases):
        tokenizer, spec = build(bases, base, members, model)
        os.makedirs(f'{folder}/{name}', exist_ok=True)
        with open(f'{folder}/{name}/tokenizer.json', 'w') as f:
            json.dump(spec, f)
        with open(f'{folder}/{name}/cases.jsonl', 'w') as f:
            f.writelines(json.dumps(case(tokenizer, t)) + '\n' for t in texts)


def main():
    bases = {}
    for name in sorted(os.listdir(BASES)):
        with open(f'{BASES}/{name}/tokenizer.json') as f:
            bases[name] = json.load(f)
    if sys.argv[1] == 'forms':
        forms(sys.argv[2])
    elif sys.argv[1] == 'small':
        small(sys.argv[2], bases)
    else:
        large(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), bases)


if __name__ == '__main__':
    main()
