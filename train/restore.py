"""Makes a model.pt to train on from the weights that the program ships: python restore.py --weights ../lang/neural/weights --base BASE --out OUT

The rounding to int8 stays in them; training goes on from there (train.py --start OUT/model.pt).
"""
import argparse
import json
import os
import struct

import numpy as np
import torch

import export
import model

SECTIONS = ["tags.upos", "tags.xpos", "tags.lemma", "tags.names", "arc_child", "arc_head", "rel_child", "rel_head"]


class File:
    def __init__(self, path):
        raw = open(path, "rb").read()
        at = len(export.MAGIC) + 4
        size, = struct.unpack("<I", raw[at - 4:at])
        self.header = json.loads(raw[at:at + size])
        self.body = memoryview(raw)[(at + size + 63) // 64 * 64:]

    def get(self, name):
        t = self.header["tensors"][name]
        kind = {"f32": np.float32, "i8": np.int8}[t["type"]]
        n = int(np.prod(t["shape"]))
        return np.frombuffer(self.body, kind, n, t["at"]).reshape(t["shape"]).astype(np.float32)

    def linear(self, name):
        """Weight (out, in) and bias, as export.File.linear took them."""
        packed, scale = self.get(name + ".weight"), self.get(name + ".scale")
        panels, quads, width, _ = packed.shape
        rows = packed.transpose(0, 2, 1, 3).reshape(panels * width, quads * 4)
        return rows[:len(scale)] * scale[:, None], self.get(name + ".bias")


def weights(f, outside):
    labels, exits, out = f.header["labels"], f.header["exits"], {}

    def norm(name):
        out[name + ".weight"], out[name + ".bias"] = f.get(name + ".gain"), f.get(name + ".bias")
    out["words.weight"] = f.get("words.weight") * f.get("words.scale")[:, None]
    out["places.weight"], out["cases.weight"] = f.get("places"), f.get("cases")
    norm("norm")
    for n in range(max(exits)):
        for part in ("qkv", "out", "up", "down"):
            out[f"layers.{n}.{part}.weight"], out[f"layers.{n}.{part}.bias"] = f.linear(f"layers.{n}.{part}")
        norm(f"layers.{n}.norm1")
        norm(f"layers.{n}.norm2")
    for n in exits:
        p = f"exits.{n}."
        weight, bias = f.linear(p + "heads")
        cuts = np.cumsum(f.header["sections"])[:-1]
        for s, w, b in zip(SECTIONS, np.split(weight, cuts), np.split(bias, cuts)):
            out[p + s + ".weight"], out[p + s + ".bias"] = w, b.copy()
        out[p + "tags.names.bias"][labels["names"].index("O")] -= outside
        out[p + "root"] = f.get(p + "root").reshape(-1)
        weight, bias = f.linear(p + "arc")
        out[p + "arc"] = np.concatenate([weight.T, bias[None]])
        weight, bias = f.linear(p + "rel")
        rel = np.concatenate([weight.T.reshape(model.REL, model.REL + 1, -1), bias.reshape(1, model.REL + 1, -1)])
        out[p + "rel"] = rel.transpose(2, 0, 1)[:len(labels["rel"])]
    return labels, exits, {k: torch.tensor(np.ascontiguousarray(v)) for k, v in out.items()}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--weights", required=True)
    a.add_argument("--base", required=True)
    a.add_argument("--outside", type=float, default=0.5, help="as export.py was given")
    a.add_argument("--out", required=True)
    a = a.parse_args()
    labels, exits, known = weights(File(os.path.join(a.weights, "model.bin")), a.outside)
    net = model.Net(labels, exits)
    net.load_base(os.path.join(a.base, "model.safetensors"))
    known["places.weight"] = torch.cat([known["places.weight"], net.places.weight.data[len(known["places.weight"]):]])
    net.load_state_dict(known)
    os.makedirs(a.out, exist_ok=True)
    torch.save(net.state_dict(), os.path.join(a.out, "model.pt"))
    json.dump(labels, open(os.path.join(a.out, "labels.json"), "w"), indent=0)


if __name__ == "__main__":
    main()
