#!/usr/bin/env python3
"""officeholders.py PHOENIX_COUNTRIES.txt ACTORS_FOLDER FIRST.txt LAST.txt

PHOENIX_COUNTRIES.txt: Phoenix.Countries.actors.txt of openeventdata/Dictionaries (MIT), which has heads of state and government
with the days of their terms and cabinet members with the months in which they were listed. From it: name, country, sector and time of
those in office since 1990: heads of state and
government, and cabinet members other than those of agriculture, health, trade and the like. FIRST.txt, LAST.txt: first and last names of the US census (package names: dist.male.first,
dist.female.first joined; dist.all.last); a name that many people have is left out.

Writes officeholders.txt into ACTORS_FOLDER (the folder data/actors) and rulers.txt (heads of state and government) beside it.
"""
import collections, re, sys

SINCE = "1990-01-01"
LAST_DAY = "2014-01-30"  # the day the source was made
# Sectors of the source that are kept; "GOVAGR", "GOVHLH" and so on are not.
KEPT = {"GOV", "GOVMIL", "GOVCOP", "GOVSPY", "SPY", "MIL"}
TITLE = set("mr mrs ms dr gen general col colonel lt maj king queen prince princess emir sheikh sultan president vice vice-president prime minister secretary secretaty senator representative defense defence state former pope sir lord house speaker chancellor ambassador marshal admiral captain governor congressman attorney chairman premier".split())
SMALL = set("bin ibn bint de da do dos das del della di van von der den la le y e ould ul al el ben zu".split())

def day(s):
    y = int(s[:2])
    m, d = max(1, int(s[2:4])), max(1, int(s[4:6]))
    return f"{1900 + y if y > 25 else 2000 + y:04d}-{m:02d}-{min(d, 28) if m == 2 else min(d, 30) if m in (4, 6, 9, 11) else min(d, 31):02d}"

def word(w, first):
    if "-" in w: return "-".join(word(p, first and i == 0) for i, p in enumerate(w.split("-")))
    low = w.lower()
    if low in SMALL and not first: return low
    if low.startswith("mc") and len(low) > 3: return "Mc" + low[2:].capitalize()
    if "'" in low[:3]: a, b = low.split("'", 1); return a.capitalize() + "'" + b.capitalize()
    if re.fullmatch(r"(i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv)", low): return low.upper()
    if "." in low: return w.upper()
    return low.capitalize()

def spell(n):
    w = [x for x in n.strip("_ ").split("_") if x]
    return " ".join(word(x, i == 0) for i, x in enumerate(w))

def entries(path):
    names, times = [], []
    for l in open(path, encoding="utf-8", errors="replace"):
        l = l.rstrip("\n")
        if not l.strip() or l.startswith("#"): continue
        if l[0] in "\t ":
            m = re.match(r"\s*\[([A-Z]+)\s*([<>]?\d{6}(?:-\d{6})?)?\s*\]", l)
            if m: times.append((m.group(1), m.group(2) or ""))
            continue
        n = re.sub(r"\[.*", "", l.split(";")[0]).strip()
        if n.startswith("+"): names.append(n[1:].strip()); continue
        if names and times: yield names, times
        names, times = [n], []
    if names and times: yield names, times

def spans(times):
    """(country, sector, from, to) of the times in office, touching ones joined."""
    out = []
    for code, t in times:
        sector = code[3:6]
        if sector not in ("GOV", "SPY", "MIL") or not t: continue
        if t[0] == "<": a, b = "", day(t[1:])
        elif t[0] == ">": a, b = day(t[1:]), LAST_DAY + "~"
        elif "-" in t: a, b = map(day, t.split("-"))
        else: continue
        out.append([code[:3], sector, a, b])
    out.sort(key=lambda x: x[2])
    merged = []
    for s in out:
        if merged and merged[-1][:2] == s[:2] and gap(merged[-1][3], s[2]) < 130: merged[-1][3] = max(merged[-1][3], s[3])
        else: merged.append(s)
    return [s for s in merged if s[3] >= SINCE]

def gap(a, b):
    f = lambda s: sum(int(x) * k for x, k in zip(s.strip("~").split("-"), (365, 30, 1)))
    return f(b) - f(a)

def main():
    src, folder, first, last = sys.argv[1:]
    # Between "since 0 %" and "up to p %" of the census: the names that everybody has.
    common_first = {l.split()[0].lower() for l in open(first) if float(l.split()[1]) >= 0.02}
    common_last = {l.split()[0].lower() for l in open(last) if float(l.split()[1]) >= 0.006}
    iso = {l.split("\t")[0] for l in open(folder + "/countries.txt", encoding="utf-8") if l[0] != "#"}
    rename = {"KSV": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}
    have = collections.defaultdict(list)
    for names, times in entries(src):
        held = [[rename.get(s[0], s[0])] + s[1:] for s in spans(times)]
        held = [s for s in held if s[0] in iso and s[0] != "MUS"]  # the source has Mauritania's under Mauritius
        forms = []
        for n in map(spell, names):
            w = n.split()
            if any(x.lower().strip(".") in TITLE for x in w): continue
            if len(w) < 2 or len(w) > 6 or any(len(x.strip(".")) < 2 for x in (w[0], w[-1])) or not re.fullmatch(r"[A-Za-z'. -]+", n): continue
            if w[0].lower() in common_first and w[-1].lower() in common_last and len(w) < 4: continue
            if n not in forms: forms.append(n)
        if not held or not forms or not any(c[3:] in KEPT for c, _ in times): continue
        ruler = any(c[3:6] == "ELI" and t for c, t in times)
        have[forms[0].lower()].append((forms, held, ruler))
    rows = {False: [], True: []}
    for same in have.values():
        if len({h[0] for _, held, _ in same for h in held}) > 1: continue  # a namesake elsewhere
        forms = list(dict.fromkeys(f for fs, _, _ in same for f in fs))
        held = sorted({tuple(h) for _, hs, _ in same for h in hs}, key=lambda h: h[2])
        for k, h in enumerate(held):
            rows[any(r for _, _, r in same)].append((forms[0], h[0], h[1], "", h[2], h[3], "|".join(forms[1:4]) if k == 0 else ""))
    for ruler, name, what in ((False, "officeholders", "Members of cabinets and other high offices"), (True, "rulers", "Heads of state and government")):
        with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as o:
            o.write(f"# {what}, 1990 to January 2014: name, country, sector, role, first and last day (\"~\": at least until then), other names.\n")
            o.write("# Made by lexicon/build/officeholders.py; sources in lexicon/SOURCES.md. Write changes and additions in people.txt.\n")
            for r in sorted(rows[ruler]): o.write("\t".join(r).rstrip("\t") + "\n")
        print(name, len(rows[ruler]))

main()
