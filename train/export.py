"""Writes a trained model as the program reads it: python export.py --data DATA --model OUT --base BASE --exits 4,6 --to ../lang/neural/weights

Makes model.bin (int8 weights, one scale for each output) and manifest.json (its SHA-256, what it was trained on, its scores).
The layout of model.bin is described in lang/neural/weights.go.
"""
import argparse
import collections
import hashlib
import json
import os
import struct

import numpy as np
import torch

import data
import train

ROWS, PANEL, PAD = 256, 16, 32
MAGIC = b"CHANCERY LM 1\n"
SETS = [
    ("UD_English-EWT train", "CC BY-SA 4.0"),
    ("UD_English-GUM train, open genres", "CC BY 4.0, CC BY-SA by genre"),
    ("CrossNER politics train", "MIT"),
    ("re3d without its BBC documents", "Open Government Licence 3.0, public domain, CC BY-SA 3.0"),
    ("WNUT 2017 train", "CC BY 4.0"),
    ("releases of the US Department of State", "public domain"),
    ("all-MiniLM-L6-v2 (base weights)", "Apache-2.0"),
]


class File:
    def __init__(self):
        self.tensors, self.body = {}, bytearray()

    def add(self, name, array):
        kind = {"float32": "f32", "int8": "i8"}[str(array.dtype)]
        self.body += b"\0" * (-len(self.body) % 64)
        self.tensors[name] = dict(type=kind, at=len(self.body), shape=list(array.shape))
        self.body += array.tobytes()

    def text(self, name, data):
        self.add(name, np.frombuffer(data, dtype=np.int8))

    def linear(self, name, weight, bias):
        """weight is (out, in): columns in panels of 16, four inputs of each column together."""
        out, width = weight.shape
        scale = np.abs(weight).max(axis=1) / 127
        scale[scale == 0] = 1
        q = np.rint(weight / scale[:, None]).astype(np.int8)
        padded = np.zeros(((out + PAD - 1) // PAD * PAD, width), np.int8)
        padded[:out] = q
        packed = padded.reshape(-1, PANEL, width // 4, 4).transpose(0, 2, 1, 3)
        self.add(name + ".weight", np.ascontiguousarray(packed))
        self.add(name + ".scale", scale.astype(np.float32))
        self.add(name + ".bias", bias.astype(np.float32))


def lemmas(folder):
    """Lines "form TAB tag TAB lemma", sorted by their bytes: the usual lemma of the forms in the treebanks; in lower case but for proper nouns."""
    seen = collections.defaultdict(collections.Counter)
    for bank in train.treebanks(folder):
        for s in bank:
            for form, tag, lemma in zip(s["w"], s["x"], s["l"]):
                if lemma != "_" and tag != "GW" and "\t" not in form:
                    seen[form if tag.startswith("NNP") else form.lower(), tag][lemma] += 1
    rows = [f"{form}\t{tag}\t{max(sorted(found), key=found.get)}\n".encode() for (form, tag), found in seen.items()]
    return b"".join(sorted(rows))


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True)
    a.add_argument("--model", required=True)
    a.add_argument("--base", required=True)
    a.add_argument("--exits", default="4,6")
    a.add_argument("--outside", type=float, default=0.0, help="added to the score of no name, to weigh precision against recall")
    a.add_argument("--to", required=True)
    a = a.parse_args()
    w = {k: v.float().numpy() for k, v in torch.load(os.path.join(a.model, "model.pt"), map_location="cpu").items()}
    labels = json.load(open(os.path.join(a.model, "labels.json")))
    exits = [int(x) for x in a.exits.split(",")]
    f = File()
    f.text("vocabulary", open(os.path.join(a.base, "vocab.txt"), "rb").read())
    f.text("lemmas", lemmas(a.data))
    words = w["words.weight"]
    scale = np.abs(words).max(axis=1) / 127
    scale[scale == 0] = 1
    f.add("words.weight", np.rint(words / scale[:, None]).astype(np.int8))
    f.add("words.scale", scale.astype(np.float32))
    f.add("places", w["places.weight"][:ROWS])
    f.add("cases", w["cases.weight"])
    norm = lambda name: (f.add(name + ".gain", w[name + ".weight"]), f.add(name + ".bias", w[name + ".bias"]))
    norm("norm")
    for n in range(max(exits)):
        for part in ("qkv", "out", "up", "down"):
            f.linear(f"layers.{n}.{part}", w[f"layers.{n}.{part}.weight"], w[f"layers.{n}.{part}.bias"])
        norm(f"layers.{n}.norm1")
        norm(f"layers.{n}.norm2")
    sections = ["tags.upos", "tags.xpos", "tags.lemma", "tags.names", "arc_child", "arc_head", "rel_child", "rel_head"]
    for n in exits:
        p = f"exits.{n}."
        w[p + "tags.names.bias"][labels["names"].index("O")] += a.outside
        f.linear(p + "heads", np.concatenate([w[p + s + ".weight"] for s in sections]), np.concatenate([w[p + s + ".bias"] for s in sections]))
        f.add(p + "root", w[p + "root"])
        arc = w[p + "arc"]
        f.linear(p + "arc", arc[:-1].T.copy(), arc[-1])
        rel = w[p + "rel"]  # relation, child, head
        pad = -rel.shape[0] % 8
        rel = np.concatenate([rel, np.zeros((pad,) + rel.shape[1:], rel.dtype)]).transpose(1, 2, 0)  # child, head, relation
        f.linear(p + "rel", rel[:-1].reshape(rel.shape[0] - 1, -1).T.copy(), rel[-1].reshape(-1))
    header = json.dumps(dict(exits=exits, labels=labels, sections=[w[f"exits.{exits[0]}.{s}.bias"].shape[0] for s in sections], tensors=f.tensors),
                        separators=(",", ":"), sort_keys=True).encode()
    start = MAGIC + struct.pack("<I", len(header)) + header
    start += b"\0" * (-len(start) % 64)
    os.makedirs(a.to, exist_ok=True)
    with open(os.path.join(a.to, "model.bin"), "wb") as out:
        out.write(start)
        out.write(f.body)
    digest = hashlib.sha256(start + f.body).hexdigest()
    report = {}
    if os.path.exists(os.path.join(a.model, "report.json")):
        report = json.load(open(os.path.join(a.model, "report.json")))
        report["scores"] = {k: v for k, v in report["scores"].items() if int(k.split()[0]) in exits}
    manifest = dict(file="model.bin", sha256=digest, bytes=len(start) + len(f.body), trained_on=[dict(set=s, licence=l) for s, l in SETS], training=report)
    with open(os.path.join(a.to, "manifest.json"), "w") as out:
        json.dump(manifest, out, indent=1)
        out.write("\n")
    print(len(start) + len(f.body), "bytes", digest)


if __name__ == "__main__":
    main()
