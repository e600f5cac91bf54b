"""Silver names over public-domain releases: what the program's own lexicon and gazetteer find, as partial labels.

python silver.py CHANCERY CORPUS.jsonl OUT.json   CHANCERY: the binary; CORPUS: its JSON Lines input.
A capitalised word that the lexicon does not know stays open (any label); a word in lower case outside all names is no name.
"""
import json
import re
import subprocess
import sys

import data

KIND = {"person": "PER", "office": "ORG", "igo": "ORG", "ngo": "ORG", "media": "ORG", "party": "ORG", "company": "ORG",
        "armed_group": "ORG", "armed_force": "ORG"}
PLACE = {"country": "GPE", "city": "GPE", "region": "LOC", "facility": "FAC", "crossing": "FAC", "sea": "LOC"}
HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.?$")


def spans(record, demonyms, countries):
    text = record["article"]["text"]
    out = []
    for a in record["actors"]:
        surname = a["name"].split()[-1]
        for m in a["mentions"]:
            if m.get("kind") != "name":
                continue
            s, e = m["start"], m["end"]
            words = text[s:e]
            if a["kind"] == "person":
                k = words.find(a["name"])
                if k < 0:
                    k = words.rfind(surname)
                if k < 0:
                    continue
                out.append((s + k, e, "PER"))
                title = words[:k].strip()
                if title and title[0].isupper() and not HONORIFIC.match(title):
                    out.append((s, s + len(words[:k].rstrip()), "TITLE"))
            elif a["kind"] == "government" and re.sub(r"^[Tt]he ", "", words) in countries:
                out.append((s, e, "GPE"))
            elif a["kind"] in KIND and words[:1].isupper() and (" " in words or words.isupper()):
                out.append((s, e, KIND[a["kind"]]))
    for p in record["places"]:
        for m in p["mentions"]:
            out.append((m["start"], m["end"], PLACE.get(p["kind"], "LOC")))
    for g in record["agreements"]:
        for m in g["mentions"]:
            out.append((m["start"], m["end"], "LAW"))
    for m in re.finditer(r"[A-Z][\w-]+", text):
        if m.group() in demonyms:
            out.append((m.start(), m.end(), "NORP"))
    return out


def opened(words, allowed):
    """Masks in which every capitalised word outside the names is open, and what may join it to another one."""
    out = list(allowed)
    up = [w[:1].isupper() for w in words]
    for i, w in enumerate(words):
        if allowed[i] == 1 and up[i]:
            out[i] = data.ANY
        elif allowed[i] == 1 and w in ("of", "the", "for", "and", "on", "&", "-", "’s", "'s", ".") and 0 < i < len(words) - 1 and up[i - 1]:
            if up[i + 1] or i + 2 < len(words) and words[i + 1] in ("the", "of") and up[i + 2]:
                out[i] = data.ANY
        elif allowed[i] != 1 and i and allowed[i - 1] == 1 and up[i - 1] and data.NAMES[allowed[i].bit_length() - 1].startswith("B-"):
            out[i] = allowed[i] | allowed[i] << 1  # "UN Security Council": the name may begin before
    return out


def main():
    binary, corpus, target = sys.argv[1:4]
    lexicon = "../lexicon/data/actors/"
    countries, demonyms = set(), set()
    for line in open(lexicon + "countries.txt", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(cells) > 2:
            countries.update(x for c in (cells[1], cells[2]) for x in c.split("|"))
            countries.add(cells[0])
    for name in ("demonyms.txt", "countries.txt"):
        for line in open(lexicon + name, encoding="utf-8"):
            demonyms.update(x for c in line.rstrip("\n").split("\t") for x in c.split("|") if re.fullmatch(r"[A-Z]\w+(?:an|ian|ese|ish|i|ch|s)", x))
    demonyms -= countries
    lines = subprocess.run([binary, "read", "--format", "json", corpus], capture_output=True, text=True, check=False).stdout.split("\n")
    out = []
    for line in lines[:1600]:
        if not line:
            continue
        record = json.loads(line)
        text = record["article"]["text"]
        found = [(a, b, [k]) for a, b, k in spans(record, demonyms, countries)]
        for s in data.cut(text, found, []):
            named = [i for i, m in enumerate(s["n"]) if m != 1]
            if not named:
                continue
            s["n"] = opened(s["w"], s["n"])
            out.append(s)
    json.dump(out, open(target, "w", encoding="utf-8"), ensure_ascii=False)
    print(len(out), "sentences", sum(1 for s in out for m in s["n"] if m in [1 << data.INDEX["B-" + k] for k in data.KINDS]), "names")


if __name__ == "__main__":
    main()
