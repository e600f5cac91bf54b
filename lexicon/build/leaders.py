#!/usr/bin/env python3
"""leaders.py WORLD_LEADERS.csv COUNTRIES.txt > ../data/actors/leaders.txt

WORLD_LEADERS.csv: heads of state and government from Wikidata (CC0), columns countryid, country, position,
positionLabel, officeholder, officeholderLabel, start_year, end_year. Years bound the holder's time loosely: the first day
of the first, the last day of the last. Writes one row a holding of office.
"""
import csv, sys

names = {}
for l in open(sys.argv[2], encoding="utf-8"):
    if l[0] == "#": continue
    c = l.rstrip("\n").split("\t")
    for n in [c[1]] + c[2].split("|"): names.setdefault(n.lower(), c[0])
names.update({"people's republic of china": "CHN", "state of palestine": "PSE", "georgia": "GEO", "kingdom of denmark": "DNK", "kingdom of the netherlands": "NLD"})
rows = []
for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    iso = names.get(r["country"].lower())
    if not iso:
        print("no country:", r["country"], file=sys.stderr); continue
    if r["positionLabel"].lower().startswith(("monarch of", "governor-general", "french co-prince", "episcopal", "governor general")) and iso not in ("GBR", "BHR", "JOR", "SAU", "MAR", "QAT", "KWT", "ARE", "OMN", "ESP", "NLD", "BEL", "NOR", "SWE", "DNK", "THA", "BRN", "MYS", "BTN", "TON", "SWZ", "LSO", "KHM"): continue
    rows.append((r["officeholderLabel"], iso, "GOV", r["positionLabel"][0].upper() + r["positionLabel"][1:], r["start_year"] and r["start_year"] + "-01-01", r["end_year"] and r["end_year"] + "-12-31", "", r["officeholder"]))
print("# Heads of state and government: name, country, sector, role, first and last day in office (years are bounds), other names, Wikidata.")
print("# Made by lexicon/build/leaders.py; sources in lexicon/SOURCES.md. Write changes and additions in people.txt.")
for r in sorted(set(rows)): print("\t".join(r).rstrip("\t"))
