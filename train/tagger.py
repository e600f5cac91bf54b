#!/usr/bin/env python3
"""Count a trigram part-of-speech tagger (Brants 2000, TnT) from UD treebanks.

    python3 train/tagger.py UD_FOLDER lexicon/data/tags

UD_FOLDER holds en_ewt.train.conllu.gz, en_gum.train.conllu.gz and their dev files. Writes words.txt, suffixes.txt and
trigrams.txt as plain counts and prints the accuracy on the dev files. Of GUM only the genres whose text may be shared
under CC BY-SA are used. Python 3 standard library only.
"""
import collections, gzip, os, re, sys

OPEN_GENRES = ("news", "interview", "academic", "bio")
DIGIT = re.compile(r"\d")


def sentences(path, genres=None):
    doc, cur = "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                doc = line.split("=")[1].strip()
            elif line and line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    cur.append((c[1], c[4]))
            elif not line and cur:
                if genres is None or any(f"_{g}_" in doc for g in genres):
                    yield cur
                cur = []


def form(word):
    return DIGIT.sub("0", word)


def main():
    ud, out = sys.argv[1:3]
    train = [*sentences(os.path.join(ud, "en_ewt.train.conllu.gz")),
             *sentences(os.path.join(ud, "en_gum.train.conllu.gz"), OPEN_GENRES)]
    words = collections.defaultdict(collections.Counter)
    tri = collections.Counter()
    for s in train:
        # headlines and list items have no full stop: an end mark is still the end
        tags = ["<s>", "<s>"] + [t for _, t in s] + ["</s>"]
        for i in range(2, len(tags)):
            tri[tuple(tags[i - 2:i + 1])] += 1
        for i, (w, t) in enumerate(s):
            w = form(w)
            if i == 0 and t not in ("NNP", "NNPS") and w[:1].isupper() and w != "I":
                w = w.lower()
            words[w][t] += 1
    suffixes = collections.defaultdict(collections.Counter)
    for w, tags in words.items():
        n = sum(tags.values())
        if n > 10:
            continue
        case = "^" if w[:1].isupper() else ""
        low = w.lower()
        for k in range(0, 6):
            if k <= len(low):
                for t, c in tags.items():
                    suffixes[case + "~" + low[len(low) - k:]][t] += c
    source = "# Counts from UD_English-EWT and the open genres of UD_English-GUM (CC BY-SA 4.0), by train/tagger.py.\n"

    def dump(name, head, rows):
        with open(os.path.join(out, name), "w", encoding="utf-8") as o:
            o.write(source + head)
            for key, tags in rows:
                o.write(key + "\t" + " ".join(f"{t}:{c}" for t, c in sorted(tags.items(), key=lambda x: (-x[1], x[0]))) + "\n")

    dump("words.txt", "# word as written (digits are 0; lower case at the start of a sentence)\ttag:count …\n",
         sorted((w, t) for w, t in words.items() if sum(t.values()) > 1 and not w.startswith(("#", "-"))))
    dump("suffixes.txt", "# ending of rare words after ~ (^ before it: capitalised)\ttag:count …\n",
         sorted((s, t) for s, t in suffixes.items() if sum(t.values()) >= (1 if len(s) < 3 else 6)))
    with open(os.path.join(out, "trigrams.txt"), "w", encoding="utf-8") as o:
        o.write(source + "# tag\ttag\ttag\tcount\n")
        for (a, b, c), n in sorted(tri.items()):
            if n > 1 or a == "<s>":
                o.write(f"{a}\t{b}\t{c}\t{n}\n")
    print(len(train), "sentences", len(words), "words")


main()
