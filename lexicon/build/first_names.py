#!/usr/bin/env python3
"""first_names.py > ../data/actors/first_names.txt

Needs the PyPI packages faker (MIT) and names (MIT; US census of 1990, public domain).
"""
import importlib, os, pkgutil, re, unicodedata
import faker.providers.person as providers, names

def fold(s):
    s = unicodedata.normalize("NFD", s.lower())
    return "".join({"ı": "i", "ø": "o", "ł": "l", "đ": "d"}.get(c, c) for c in s if unicodedata.category(c) != "Mn")

m, f = set(), set()
def put(to, words):
    for w in words:
        for x in w.split():
            x = fold(x)
            if re.fullmatch(r"[a-z][a-z'’-]+", x): to.add(x)

for mod in pkgutil.iter_modules(providers.__path__):
    p = importlib.import_module("faker.providers.person." + mod.name).Provider
    for attr, to in (("first_names_male", m), ("first_names_female", f), ("first_romanized_names", None), ("first_male_names", m), ("first_female_names", f)):
        v = getattr(p, attr, None)
        if v is not None and to is not None: put(to, list(v))
base = os.path.dirname(names.__file__)
for g, to in (("male", m), ("female", f)):
    for l in open(os.path.join(base, f"dist.{g}.first")):
        c = l.split()
        if float(c[1]) >= 0.004: put(to, [c[0]])
# Words of news that are hardly ever first names in it.
WORDS = set("china india israel jordan chad georgia paris london sydney victoria america asia africa europe kenya ireland france florence vienna milan carolina virginia dakota montana alexandria austin houston dallas phoenix "
 "will may june april august summer autumn hope faith grace joy mercy bishop king prince duke major general baron earl dean judge royal page so do the in on an van von de la le al el abu bin my so see you she long "
 "many rich art bill mark frank guy lane love young old man star sky rain storm genesis nation justice chance early war force free liberty security congress ocean river sea island asa bay so so even ever happy".split()) - {"victoria", "grace", "mark", "frank", "bill", "austin", "virginia", "florence", "carolina", "dean"}
print("# First names, without accents and in small letters, and the gender that they are mostly of: m, f or b (both).")
print("# Made by lexicon/build/first_names.py; sources in lexicon/SOURCES.md.")
for n in sorted((m | f) - WORDS):
    print(n + "\t" + ("b" if n in m and n in f else "m" if n in m else "f"))
