"""The word pieces of BERT's uncased vocabulary (Devlin et al. 2019; WordPiece of Wu et al. 2016).

The Go side, lang/neural/wordpiece.go, must give the same pieces for the same word; both are checked on testdata/wordpieces.tsv.
"""
import unicodedata

UNKNOWN, START, END, LONGEST = 100, 101, 102, 12


def load(path):
    """The vocabulary file, one piece a line: piece -> number."""
    with open(path, encoding="utf-8") as f:
        return {line.rstrip("\n"): i for i, line in enumerate(f)}


def _marks(c):
    n = ord(c)
    ascii_mark = 33 <= n <= 47 or 58 <= n <= 64 or 91 <= n <= 96 or 123 <= n <= 126
    return ascii_mark or unicodedata.category(c).startswith("P")


def _atoms(word):
    """Lower case without accents, cut at every mark and at CJK characters."""
    out, cur = [], ""
    for c in unicodedata.normalize("NFD", "".join(c.lower() for c in word)):
        kind = unicodedata.category(c)
        if kind == "Mn" or kind in ("Cc", "Cf", "Co", "Cs"):
            continue
        if c.isspace():
            if cur:
                out.append(cur)
            cur = ""
        elif _marks(c) or 0x4E00 <= ord(c) <= 0x9FFF or 0x3400 <= ord(c) <= 0x4DBF:
            if cur:
                out.append(cur)
            out.append(c)
            cur = ""
        else:
            cur += c
    if cur:
        out.append(cur)
    return out


def pieces(vocabulary, word):
    """Numbers of the word's pieces, at least one and at most LONGEST."""
    ids = []
    for atom in _atoms(word):
        start, part = 0, []
        while start < len(atom) and len(atom) <= 100:
            end = len(atom)
            while end > start:
                n = vocabulary.get(("##" if start else "") + atom[start:end])
                if n is not None:
                    part.append(n)
                    break
                end -= 1
            if end == start:
                part = [UNKNOWN]
                break
            start = end
        ids += part or [UNKNOWN]
    return ids[:LONGEST] or [UNKNOWN]


def shape(word):
    """Case class of a word, 0 to 7: what the uncased pieces do not show."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 2 if any(c.isdecimal() for c in word) else 0
    if any(c.isdecimal() for c in word):
        return 6
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 1
    if all(upper):
        return 3 if len(letters) > 1 else 4
    if word[:1].isupper() and not any(upper[1:]):
        return 5
    return 7
