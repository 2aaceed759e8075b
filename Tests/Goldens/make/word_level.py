#!/usr/bin/env python3
"""Word-level tokenizers with odd texts, as Hugging Face's `tokenizers` reads them.

    word_level.py Tests/Goldens/word-level.json
"""
import json
import random
import sys

sys.path.pop(0)  # this folder has a script of the same name as the library
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ['<unk>', '<s>', 'The', 'lantern', 'of', 'Velmora', 'Abbey', 'is', 'copper', '.', ',', "'s", "'", 's',
         'naïve', 'e\u0301', 'é', '東京', '...', '½', 'x_1', '٣', 'Ⅷ', 'ⓐ']
TEXTS = ['The lantern of Velmora Abbey is copper .', "Velmora Abbey 's lantern is copper.", '', ' ', ' The  The\n\tof ',
         '<s> The', 'The<s>of', 'naïve e\u0301 é nai\u0308ve', '東京都 東京 ...', 'x_1 x-1 ½ ٣ Ⅷ ⓐ ²', 'copper...Abbey,The',
         'a\u200db\u200cc \u0301x', 'of\u00a0of\u3000of\u2028of\u0085of', "''s's", '🙂 of 👩\u200d👩', 'lanternof']
POOL = WORDS[1:] + [' ', '  ', '\n', '-', '🙂', '\u0301', 'ß', '_', '\u200d', '\u00a0', '٣٤', '(', ')', 'Ⓩ', '\ufe0f']


def case(tokenizer, text):
    plain, full = tokenizer.encode(text, add_special_tokens=False), tokenizer.encode(text)
    return {'text': text, 'ids': plain.ids, 'ids_with_special_tokens': full.ids,
            'offsets_chars': [list(o) for o in plain.offsets],
            'decoded': tokenizer.decode(plain.ids, skip_special_tokens=False)}


def main(path):
    rng = random.Random(4)
    texts = TEXTS + [''.join(rng.choices(POOL, k=rng.randint(1, 9))) for _ in range(40)]
    out = []
    for kind in (pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Whitespace()):
        tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token='<unk>'))
        tokenizer.pre_tokenizer = kind
        tokenizer.add_special_tokens(['<s>', '<unk>'])
        tokenizer.post_processor = processors.TemplateProcessing(single='<s> $A', special_tokens=[('<s>', 1)])
        out.append({'tokenizer': json.loads(tokenizer.to_str()), 'cases': [case(tokenizer, t) for t in texts]})
    with open(path, 'w') as f:
        f.write('[\n' + ',\n'.join(json.dumps(o, separators=(',', ':')) for o in out) + ']\n')


if __name__ == '__main__':
    main(sys.argv[1])
