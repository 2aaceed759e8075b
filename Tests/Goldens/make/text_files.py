"""Golden JSON numbers and CSV tables as Python's json and csv read them.

Run: python text_files.py   (standard library only; writes ../text-files/)
"""

import csv
import io
import json
import random
import struct
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "text-files"
OUT.mkdir(exist_ok=True)
chance = random.Random(7)

numbers = ["0.1", "1e22", "1e23", "123456789012345678", "9007199254740993.0", "1.7976931348623157e308",
           "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
           "1e-400", "0e999999999999", "-0.0", "-0", "1E+2", "18446744073709551616",
           "9223372036854775808", "-9223372036854775809", "1000000000000000019884624838656",
           "0.500000000000000166533453693773481063544750213623046875", "179769313486231580793e288"]
for _ in range(400):
    digits = "".join(chance.choices("0123456789", k=chance.randint(1, 25))).lstrip("0") or "0"
    text = digits
    if chance.random() < 0.7:
        text += "." + "".join(chance.choices("0123456789", k=chance.randint(1, 20)))
    if chance.random() < 0.6 or "." not in text:
        text += chance.choice("eE") + chance.choice(["", "+", "-"]) + str(chance.randint(0, 280))
    numbers.append(chance.choice(["", "-"]) + text)
(OUT / "numbers.json").write_text(json.dumps(
    [[text, struct.pack(">d", float(text)).hex()] for text in numbers], indent=0))

tables = {
    "plain": "a,b\n1,2\n3,4\n",
    "no final line end": "a,b\n1,2",
    "carriage returns": "a,b\r\n1,2\r\n3,4\r\n",
    "old line ends": "a,b\r1,2\r3,4\r",
    "quoted delimiter": 'a,b\n"1,5",2\n',
    "doubled quotes": 'a,b\n"say ""hi""",""""\n',
    "quoted line breaks": 'a,b\n"one\ntwo\r\nthree",2\nx,y\n',
    "quote inside text": 'a,b\n5" pipe,x"y"z\n',
    "empty fields": "a,b,c\n,,\n1,,3\n",
    "quoted empty": 'a,b\n"",""\n',
    "blank lines": "a,b\n\n1,2\n\r\n\n3,4\n\n",
    "spaces kept": "a , b\n 1 , 2 \n",
    "unicode": "n\u00e4me,\u540d\nZ\u00fcrich,\u6771\u4eac \U0001F5FC\n",
    "one column": "a\n1\n2\n",
    "quoted header": '"a, b","c"\n1,2\n',
    "quote after space": 'a,b\n "x",y\n',
}
cases = [{"name": name, "text": text,
          "rows": [row for row in csv.reader(io.StringIO(text, newline="")) if row]}
         for name, text in tables.items()]
alphabet = ["a", ",", "\n", "\r\n", '"', '""', '"x"', " ", "\u00e9", ",", '"a,b"', "\n"]
while len(cases) < 300:
    text = "".join(chance.choices(alphabet, k=chance.randint(2, 14)))
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        continue
    if rows:
        cases.append({"name": f"random {len(cases)}", "text": text, "rows": rows})
(OUT / "tables.json").write_text(json.dumps(cases, ensure_ascii=False, indent=0))
