"""The network: MiniLM-L6 (Wang et al. 2020) with an embedding of letter case and heads for tags, lemmas, names and a biaffine parse
(Dozat and Manning 2017). The heads stand at the top and once more after fewer layers (deep supervision; Lee et al. 2015), so that one
set of weights is both the careful model and the fast one."""
import math

import torch
import torch.nn.functional as F
from torch import nn

import wordpiece

WIDTH, ARC, REL = 384, 256, 96
CASES = 8


class Layer(nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=0.1 if self.training else 0.0)
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, w))))
        # The Go side computes GELU by its tanh form too.
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x), approximate="tanh"))))


class Heads(nn.Module):
    """Reads tags, lemma scripts, names and the parse from word vectors."""

    def __init__(self, labels):
        super().__init__()
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.drop = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({k: nn.Linear(WIDTH, len(labels[k])) for k in ("upos", "xpos", "lemma", "names")})
        self.arc_child, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.rel_child, self.rel_head = nn.Linear(WIDTH, REL), nn.Linear(WIDTH, REL)
        self.arc = nn.Parameter(torch.eye(ARC + 1, ARC) * 0.1)
        self.rel = nn.Parameter(torch.randn(len(labels["rel"]), REL + 1, REL + 1) * 0.02)

    def parse(self, h):
        """Scores of each word's heads (0 the root) and the vectors that the relations are read from."""
        withroot = torch.cat([self.root.expand(h.shape[0], 1, -1), h], 1)
        act = lambda x: F.gelu(x, approximate="tanh")
        child, head = act(self.arc_child(h)), act(self.arc_head(withroot))
        ones = torch.ones_like(child[..., :1])
        arcs = (torch.cat([child, ones], -1) @ self.arc) @ head.transpose(1, 2)
        return arcs, act(self.rel_child(h)), act(self.rel_head(withroot))

    def relations(self, child, head):
        """Scores of the relations of pairs: (pairs, relations)."""
        one = torch.ones_like(child[:, :1])
        return torch.einsum("ti,rij,tj->tr", torch.cat([child, one], -1), self.rel, torch.cat([head, one], -1))


class Net(nn.Module):
    def __init__(self, labels, exits=(4, 6), inner=1536, heads=12, vocabulary=30522, positions=512):
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(positions, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, inner, heads) for _ in range(max(exits)))
        self.exits = nn.ModuleDict({str(n): Heads(labels) for n in exits})

    def load_base(self, path):
        """Takes the weights of the package's BERT."""
        from safetensors.torch import load_file
        base = load_file(path)
        base = {k.removeprefix("bert."): v for k, v in base.items()}
        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0])
            for ours, theirs in ((self.norm, "embeddings.LayerNorm"),):
                ours.weight.copy_(base[theirs + ".weight"])
                ours.bias.copy_(base[theirs + ".bias"])
            for n, layer in enumerate(self.layers):
                p = f"encoder.layer.{n}."
                for part in ("weight", "bias"):
                    layer.qkv.get_parameter(part).copy_(torch.cat([base[p + f"attention.self.{x}.{part}"] for x in ("query", "key", "value")]))
                    for ours, theirs in ((layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                                         (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")):
                        ours.get_parameter(part).copy_(base[p + theirs + "." + part])

    def encode(self, ids, cases, lengths, first, at):
        """Vectors of the words after the layers that at lists: {layers: (batch, words, WIDTH)}. lengths counts the pieces, first is
        the place of each word's first piece."""
        t = ids.shape[1]
        mask = torch.arange(t, device=ids.device)[None, :] < lengths[:, None]
        x = self.words(ids) + self.cases(cases) + self.places.weight[:t]
        x = F.dropout(self.norm(x), 0.1, self.training)
        out = {}
        for n, layer in enumerate(self.layers[:max(at)], 1):
            x = layer(x, mask[:, None, None, :])
            if n in at:
                out[n] = self.exits[str(n)].drop(torch.gather(x, 1, first[..., None].expand(-1, -1, WIDTH)))
        return out


def batch(sentences, vocabulary, cache={}):
    """Tensors of sentences: piece numbers, case classes, lengths, first pieces."""
    def of(w):
        if w not in cache:
            cache[w] = (wordpiece.pieces(vocabulary, w), wordpiece.shape(w))
        return cache[w]
    rows = [[of(w) for w in s["w"]] for s in sentences]
    longest = max(sum(len(p) for p, _ in r) for r in rows) + 2
    words = max(len(r) for r in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    cases = torch.zeros(len(rows), longest, dtype=torch.long)
    first = torch.zeros(len(rows), words, dtype=torch.long)
    lengths = torch.zeros(len(rows), dtype=torch.long)
    for i, r in enumerate(rows):
        flat, shapes = [wordpiece.START], [0]
        for j, (p, c) in enumerate(r):
            first[i, j] = len(flat)
            flat += p
            shapes += [c] * len(p)
        flat.append(wordpiece.END)
        ids[i, :len(flat)] = torch.tensor(flat)
        cases[i, :len(shapes)] = torch.tensor(shapes)
        lengths[i] = len(flat)
    return ids, cases, lengths, first


def size(sentence, vocabulary, cache={}):
    n = 2
    for w in sentence["w"]:
        if w not in cache:
            cache[w] = len(wordpiece.pieces(vocabulary, w))
        n += cache[w]
    return n
