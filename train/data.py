"""Reads the training sets into sentences.

A sentence is a dict: w words; and, where the set has them, u UPOS, x XPOS, l lemmas, h heads (0 the root), r relations,
n name masks: for each word a bit set of the name labels that the set allows there. A set that does not mark a kind of name
leaves it open: the loss sums over what is allowed (partial labels; Tsuboi et al. 2008).
"""
import collections
import gzip
import json
import os
import re
import unicodedata

KINDS = ["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "TITLE"]
NAMES = ["O"] + [p + k for k in KINDS for p in ("B-", "I-")]
INDEX = {n: i for i, n in enumerate(NAMES)}
ANY = (1 << len(NAMES)) - 1

# Genres of GUM whose licence allows a shipped model.
OPEN_GENRES = {"news", "interview", "speech", "academic", "bio", "court", "textbook", "voyage", "vlog"}


def mask(prefix, kinds):
    return sum(1 << INDEX[prefix + k] for k in kinds)


def outside(open_kinds):
    """Bits of a word that is in no name of the kinds that a set marks."""
    return 1 | mask("B-", open_kinds) | mask("I-", open_kinds)


def masks(n, spans, unmarked):
    """Name masks of n words; spans are (from, to, kinds), the first one wins; unmarked are the kinds that the set leaves out."""
    out = [outside(unmarked)] * n
    taken = [False] * n
    for a, b, kinds in spans:
        if any(taken[a:b]):
            continue
        for i in range(a, b):
            taken[i] = True
            out[i] = mask("I-" if i > a else "B-", kinds)
    return out


def conllu(path):
    """Sentences of a CoNLL-U file as (document, comments, rows)."""
    opener = gzip.open if path.endswith(".gz") else open
    doc, comments, rows = "", [], []
    with opener(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
                if line.startswith("# newdoc id"):
                    doc = line.split("=", 1)[1].strip()
            elif line:
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
            elif rows:
                yield doc, comments, rows
                comments, rows = [], []
    if rows:
        yield doc, comments, rows


def treebank(path, genres=None, entities=False):
    out = []
    for doc, _, rows in conllu(path):
        if genres and doc.split("_")[1] not in genres:
            continue
        s = dict(w=[r[1] for r in rows], u=[r[3] for r in rows], x=[r[4] for r in rows], l=[r[2] for r in rows],
                 h=[int(r[6]) for r in rows], r=[r[7] for r in rows])
        if entities:
            s["n"] = masks(len(rows), gum_names(rows), ["NORP", "EVENT", "LAW", "TITLE"])
        out.append(s)
    return out


GUM = {"person": ["PER"], "organization": ["ORG"], "place": ["GPE", "LOC", "FAC"]}


def gum_names(rows):
    """Proper names among the entity marks of GUM: the run of proper nouns around the head of a mention."""
    mentions, stack = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        for t in re.findall(r"\([^()]*\)?|[^()]*\)", m.group(1)) if m else []:
            if t.startswith("("):
                p = t.strip("()").split("-")
                e = (p[0], p[1] if len(p) > 1 else "", i)
                if t.endswith(")"):
                    mentions.append((i, i, e[1]))
                else:
                    stack.append(e)
            else:
                for q in range(len(stack) - 1, -1, -1):
                    if stack[q][0] == t.strip(")"):
                        mentions.append((stack[q][2], i, stack[q][1]))
                        del stack[q]
                        break
    spans = []
    for a, b, kind in sorted(mentions, key=lambda m: m[0] - m[1]):
        heads = [i for i in range(a, b + 1) if not a <= int(rows[i][6]) - 1 <= b]
        if kind not in GUM or not heads or rows[heads[0]][3] != "PROPN":
            continue
        h = heads[0]
        if kind == "person":
            if rows[h][4] == "NNPS":
                continue
            flat = [h] + [i for i in range(len(rows)) if int(rows[i][6]) - 1 == h and rows[i][7] in ("flat", "goeswith")]
            first, last = min(flat), max(flat)
        else:
            first = last = h
            while first > a and rows[first - 1][4].startswith("NNP"):
                first -= 1
            while last < b and (rows[last + 1][4].startswith("NNP") or rows[last + 1][1] in ("of", "for") and last + 2 <= b and
                                rows[last + 2][4].startswith("NNP")):
                last += 1
        spans.append((first, last + 1, GUM[kind]))
    return spans


IOB = {
    "person": ["PER"], "politician": ["PER"], "per": ["PER"],
    "organisation": ["ORG"], "organization": ["ORG"], "politicalparty": ["ORG"], "org": ["ORG"], "corporation": ["ORG"],
    "country": ["GPE"], "location": ["GPE", "LOC", "FAC"], "loc": ["GPE", "LOC", "FAC"],
    "event": ["EVENT"], "election": ["EVENT"], "group": ["ORG"],
}


def iob(path, unmarked, skip=()):
    """Sentences of a two-column IOB file. Kinds of names that are not Chancery's, and those to skip, are left open."""
    out, words, tags = [], [], []

    def done():
        if not words:
            return
        allowed = []
        for t in tags:
            kind = t[2:].lower()
            if t == "O":
                allowed.append(outside(unmarked))
            elif kind in skip or kind not in IOB:
                allowed.append(outside(unmarked) | mask("B-", KINDS) | mask("I-", KINDS))
            else:
                allowed.append(mask(t[:2], IOB[kind]))
        out.append(dict(w=list(words), n=allowed))
        words.clear()
        tags.clear()

    with open(path, encoding="utf-8") as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if not cells[0].strip():
                done()
            elif not line.startswith("# "):
                words.append(cells[0])
                tags.append(cells[-1])
    done()
    return out


RE3D = {"Person": ["PER"], "Organisation": ["ORG"], "Location": ["GPE", "LOC", "FAC"], "Nationality": ["NORP"]}
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Jr|Sr)\.|\d+(?:[.,:]\d+)*|\w+(?:[-’'.]\w+)*|[^\w\s]", re.UNICODE)


def words_of(text):
    """(word, from, to) of running text, roughly as the treebanks cut it."""
    for m in WORD.finditer(text):
        w, a = m.group(), m.start()
        k = re.search(r"['’]s$", w)
        if k and k.start():
            yield w[:k.start()], a, a + k.start()
            yield w[k.start():], a + k.start(), m.end()
        elif "-" in w and w[:1].isalpha():
            for p in re.finditer(r"-|[^-]+", w):
                yield p.group(), a + p.start(), a + p.end()
        else:
            yield w, a, m.end()


def cut(text, entities, unmarked):
    """Sentences of a text with character spans (from, to, kinds) as names."""
    out, words = [], []

    def done():
        if len(words) > 3:
            spans = []
            for a, b, kinds in sorted(entities, key=lambda e: e[0] - e[1]):
                inside = [i for i, (_, s, t) in enumerate(words) if s >= a and t <= b]
                if inside and inside[0] < len(words) and words[inside[0]][0].lower() in ("the", "a"):
                    inside = inside[1:]
                if inside and any(words[i][0][:1].isupper() for i in inside):
                    spans.append((inside[0], inside[-1] + 1, kinds))
            out.append(dict(w=[w for w, _, _ in words], n=masks(len(words), spans, unmarked)))
        words.clear()

    last = 0
    for w, a, b in words_of(text):
        if "\n" in text[last:a]:
            done()
        words.append((w, a, b))
        last = b
        if w in ".?!" and (b >= len(text) or text[b].isspace()) and len(words) > 1 and len(words[-2][0]) > 2 or len(words) > 80:
            done()
    done()
    return out


def re3d(folder):
    out = []
    for name in sorted(os.listdir(folder)):
        d = os.path.join(folder, name)
        if name == "bbc_online" or not os.path.isdir(d):
            continue
        docs = [json.loads(x) for x in open(os.path.join(d, "documents.json"), encoding="utf-8") if x.strip()]
        ents = collections.defaultdict(list)
        for line in open(os.path.join(d, "entities.json"), encoding="utf-8"):
            e = json.loads(line) if line.strip() else {}
            if e.get("type") in RE3D:
                ents[e["documentId"]].append((e["begin"], e["end"], RE3D[e["type"]]))
        for doc in docs:
            out += cut(doc["text"], ents[doc["_id"]], ["EVENT", "LAW", "TITLE", "NORP"])
    return out


def script(form, lemma):
    """The edit that makes a lemma of a form: how the case changes, how many characters go from the end and what comes there; or
    the lemma itself where nothing is shared (UDPipe's lemma rules; Straka 2018)."""
    low = form.lower()
    if lemma.lower() == lemma:
        base, case = low, "l"
    elif lemma[:1].isupper() and lemma[1:].lower() == lemma[1:]:
        base, case = form[:1].upper() + form[1:].lower(), "t"
    else:
        base, case = form, "k"
    shared = len(os.path.commonprefix([base, lemma]))
    if shared == 0:
        return "=" + lemma
    return f"{case}{len(base) - shared}{lemma[shared:]}"


def apply_script(form, s):
    if s.startswith("="):
        return s[1:]
    base = {"l": form.lower(), "t": form[:1].upper() + form[1:].lower(), "k": form}[s[0]]
    m = re.match(r"(\d+)(.*)$", s[1:], re.S)
    n = int(m.group(1))
    return base[:len(base) - n] + m.group(2) if n < len(base) else base


def normal(w):
    return unicodedata.normalize("NFC", w)
