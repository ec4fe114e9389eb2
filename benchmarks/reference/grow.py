"""A model that costs what DNABERT-S and ESM-2 150M cost and computes what virnuc-mini computes, by function-preserving growth (Net2Net).

    python benchmarks/reference/grow.py PACK OUT [--head head.safetensors]
    python benchmarks/reference/grow.py check PACK OUT

PACK is a folder such as data/src/main/resources/org/virnuc/data/models/virnuc-mini: dna-encoder, protein-encoder and head.safetensors. OUT gets the same,
with 12 layers of 768 and 12 heads, 30 layers of 640 and 20 heads; fp32, 1.1 GB. --head grows another head
in place of PACK's. check runs both in PyTorch on random token ids. Needs torch and safetensors, check also transformers.

Hidden dimensions are repeated, and weights that read them divided by how often: layer norms see the same mean and variance. Heads keep their
ALiBi slope, heads and hidden units that are too many are zero, and so is what the layers that are too many add; where these end in a layer norm (BERT's do), it
does not change what is normal already, and the last one takes over the weight and bias of the last old one.
"""
import json
import math
import pathlib
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file

DNA = {"num_hidden_layers": 12, "hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}
PROTEIN = {"num_hidden_layers": 30, "hidden_size": 640, "num_attention_heads": 20, "intermediate_size": 2560}


def slopes(heads):
    """ALiBi's, of heads in order."""
    power = 2 ** math.floor(math.log2(heads))
    return [2 ** (-8 * (i + 1) / power) for i in range(power)] + [2 ** (-4 * (2 * i + 1) / power) for i in range(heads - power)]


class Growth:
    """How tensors of one encoder grow; places are those of the old heads' units among the new ones'."""

    def __init__(self, old, new, heads):
        self.times = new["hidden_size"] // old["hidden_size"]
        assert self.times * old["hidden_size"] == new["hidden_size"]
        self.inner = new["intermediate_size"]
        self.width = new["hidden_size"]
        wide, self.old_wide = (shape["hidden_size"] // shape["num_attention_heads"] for shape in (new, old))
        self.scale = math.sqrt(wide / self.old_wide)
        self.places = torch.cat([head * wide + torch.arange(self.old_wide) for head in heads])

    def repeated(self, tensor):
        """Along the rows: what is written to the hidden state."""
        return torch.cat([tensor] * self.times)

    def reading(self, weight):
        """Along the columns: what reads the hidden state."""
        return torch.cat([weight] * self.times, 1) / self.times

    def spread(self, tensor, size, places):
        """The rows at their places among zeros."""
        grown = torch.zeros(size, *tensor.shape[1:])
        grown[places] = tensor
        return grown

    def to_heads(self, tensor, scale=1.0):
        reading = self.reading(tensor) if tensor.dim() == 2 else tensor
        return self.spread(reading * scale, self.width, self.places)

    def from_heads(self, weight):
        return self.repeated(self.spread(weight.T, self.width, self.places).T)

    def to_inner(self, tensor):
        reading = self.reading(tensor) if tensor.dim() == 2 else tensor
        return self.spread(reading, self.inner, torch.arange(len(tensor)))

    def from_inner(self, weight):
        return self.repeated(self.spread(weight.T, self.inner, torch.arange(weight.shape[1])).T)

    def norm(self, old, name):
        return {f"{name}.{part}": self.repeated(old[f"{name}.{part}"]) for part in ("weight", "bias")}

    def plain_norm(self, name):
        return {f"{name}.weight": torch.ones(self.width), f"{name}.bias": torch.zeros(self.width)}


def load(folder, prefix):
    tensors = load_file(f"{folder}/model.safetensors")
    return {name.removeprefix(prefix): tensor.float() for name, tensor in tensors.items()}


def grown_dna(folder, config):
    old, layers = load(folder, "bert."), config["num_hidden_layers"]
    here = [round(math.log2(slope), 6) for slope in slopes(DNA["num_attention_heads"])]
    heads = [here.index(round(math.log2(slope), 6)) for slope in slopes(config["num_attention_heads"])]
    g = Growth(config, DNA, heads)
    embeddings = ("embeddings.word_embeddings.weight", "embeddings.token_type_embeddings.weight")
    new = {name: torch.cat([old[name]] * g.times, 1) for name in embeddings} | g.norm(old, "embeddings.LayerNorm")
    for i in range(DNA["num_hidden_layers"]):
        layer = f"encoder.layer.{i}"
        qkv, out, gates, down = (f"{layer}.{name}" for name in ("attention.self.Wqkv", "attention.output.dense", "mlp.gated_layers", "mlp.wo"))
        if i < layers:
            for part in ("weight", "bias"):
                q, k, v = old[f"{qkv}.{part}"].chunk(3)
                new[f"{qkv}.{part}"] = torch.cat([g.to_heads(q, g.scale), g.to_heads(k), g.to_heads(v)])
            new |= {f"{out}.weight": g.from_heads(old[f"{out}.weight"]), f"{out}.bias": g.repeated(old[f"{out}.bias"]),
                    f"{gates}.weight": torch.cat([g.to_inner(half) for half in old[f"{gates}.weight"].chunk(2)]),
                    f"{down}.weight": g.from_inner(old[f"{down}.weight"]), f"{down}.bias": g.repeated(old[f"{down}.bias"]),
                    **g.norm(old, f"{layer}.attention.output.LayerNorm")}
            new |= g.norm(old, f"{layer}.mlp.layernorm") if i < layers - 1 else g.plain_norm(f"{layer}.mlp.layernorm")
        else:
            new |= zeros({qkv: (3 * g.width, g.width), out: (g.width, g.width), down: (g.width, g.inner)})
            new[f"{gates}.weight"] = torch.zeros(2 * g.inner, g.width)
            new |= g.plain_norm(f"{layer}.attention.output.LayerNorm") | g.plain_norm(f"{layer}.mlp.layernorm")
    last = g.norm(old, f"encoder.layer.{layers - 1}.mlp.layernorm")
    return new | {name.replace(f"layer.{layers - 1}.", f"layer.{DNA['num_hidden_layers'] - 1}."): t for name, t in last.items()}


def grown_protein(folder, config):
    old, layers = load(folder, "esm."), config["num_hidden_layers"]
    g = Growth(config, PROTEIN, range(config["num_attention_heads"]))
    embedding = "embeddings.word_embeddings.weight"
    new = {embedding: torch.cat([old[embedding]] * g.times, 1)} | g.norm(old, "encoder.emb_layer_norm_after")
    for i in range(PROTEIN["num_hidden_layers"]):
        layer = f"encoder.layer.{i}"
        parts = {part: f"{layer}.attention.self.{part}" for part in ("query", "key", "value")}
        out, up, down = (f"{layer}.{name}.dense" for name in ("attention.output", "intermediate", "output"))
        if i < layers:
            for part in ("weight", "bias"):
                new |= {f"{name}.{part}": g.to_heads(old[f"{name}.{part}"], g.scale if which == "query" else 1.0)
                        for which, name in parts.items()}
                new[f"{up}.{part}"] = g.to_inner(old[f"{up}.{part}"])
            new |= {f"{out}.weight": g.from_heads(old[f"{out}.weight"]), f"{out}.bias": g.repeated(old[f"{out}.bias"]),
                    f"{down}.weight": g.from_inner(old[f"{down}.weight"]), f"{down}.bias": g.repeated(old[f"{down}.bias"]),
                    **g.norm(old, f"{layer}.attention.LayerNorm"), **g.norm(old, f"{layer}.LayerNorm")}
        else:
            new |= zeros({**{name: (g.width, g.width) for name in (*parts.values(), out)}, up: (g.inner, g.width), down: (g.width, g.inner)})
            new |= g.plain_norm(f"{layer}.attention.LayerNorm") | g.plain_norm(f"{layer}.LayerNorm")
    assert g.old_wide == g.width // PROTEIN["num_attention_heads"], "rotary positions are those of heads of one width"
    return {f"esm.{name}": tensor for name, tensor in new.items()}


def zeros(shapes):
    return {f"{name}.{part}": torch.zeros(shape[:size]) for name, shape in shapes.items() for part, size in (("weight", 2), ("bias", 1))}


def grown_head(path, times):
    """Reads the DNA vector and the protein vector, each repeated as its encoder repeats it."""
    head = load_file(path)
    weight = head["hidden_layer.weight"].float()
    dna, protein = weight.split(weight.shape[1] // 2, 1)
    return head | {"hidden_layer.weight": torch.cat([torch.cat([part] * k, 1) / k for part, k in zip((dna, protein), times)], 1)}


def write(folder, old, shape, tensors):
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((old / "config.json").read_text()) | shape
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    for name in ("tokenizer.json", "vocab.txt"):
        if (old / name).exists():
            shutil.copyfile(old / name, folder / name)
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, folder / "model.safetensors", metadata={"format": "pt"})


def grow(pack, out, head):
    times = []
    for name, shape, grown in (("dna-encoder", DNA, grown_dna), ("protein-encoder", PROTEIN, grown_protein)):
        config = json.loads((pack / name / "config.json").read_text())
        tensors = grown(pack / name, config)
        times.append(shape["hidden_size"] // config["hidden_size"])
        write(out / name, pack / name, shape, tensors)
        print(f"{name}: {sum(t.numel() for t in tensors.values()):,} parameters")
    save_file({name: t.contiguous() for name, t in grown_head(head, times).items()}, out / "head.safetensors", metadata={"format": "pt"})


def check(pack, out):
    from reference_models import dnabert_s, esm2
    torch.manual_seed(1)
    for name, model, ids in (("dna-encoder", dnabert_s, torch.randint(5, 2048, (4, 120))),
                             ("protein-encoder", esm2, torch.cat([torch.zeros(4, 1).long(), torch.randint(4, 24, (4, 160)), 2 * torch.ones(4, 1).long()], 1))):
        with torch.no_grad():
            small, big = (model(str(folder / name))(ids) for folder in (pack, out))
        off = (big - torch.cat([small] * (big.shape[-1] // small.shape[-1]), -1)).abs().max()
        print(f"{name}: largest difference {off:.1e} of values up to {small.abs().max():.2f}")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[0] == "check":
        check(pathlib.Path(given[1]), pathlib.Path(given[2]))
    else:
        folder = pathlib.Path(given[0])
        grow(folder, pathlib.Path(given[1]), given[3] if given[2:3] == ["--head"] else folder / "head.safetensors")
