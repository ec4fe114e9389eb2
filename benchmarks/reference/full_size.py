"""Checkpoints of published shapes with random weights, in the layout of the Hugging Face hub, to try full-size models without them.

    python full_size.py dnabert-s OUT --tokenizer tokenizer.json
    python full_size.py esm2_t33_650M OUT          (or t6_8M, t12_35M, t30_150M, t36_3B, t48_15B)
    python full_size.py head OUT --widths 768 1280

Weights are fp32 as in the published files, repeated from one block of random numbers, so that 3B take a minute. Needs torch and safetensors.
Not part of the build; PARITY.md says what was measured with it.
"""
import argparse
import json
import math
import os
import shutil

import torch
from safetensors.torch import save_file

ESM2 = {"esm2_t6_8M": (6, 320, 20), "esm2_t12_35M": (12, 480, 20), "esm2_t30_150M": (30, 640, 20),
        "esm2_t33_650M": (33, 1280, 20), "esm2_t36_3B": (36, 2560, 40), "esm2_t48_15B": (48, 5120, 40)}
VOCABULARY = ["<cls>", "<pad>", "<eos>", "<unk>", *"LAGVSERTIDPKQNFYMHWCXBUZO.-", "<null_1>", "<mask>"]
SHARD = 5_000_000_000

parser = argparse.ArgumentParser()
parser.add_argument("family")
parser.add_argument("out")
parser.add_argument("--tokenizer")
parser.add_argument("--widths", type=int, nargs=2)
options = parser.parse_args()
torch.manual_seed(11)
block = torch.randn(4_000_037)


def weight(name, *shape):
    """A matrix with rows of about unit norm; a norm's weight near one; a small bias."""
    count = math.prod(shape)
    start = hash_of(name) % 1000
    values = block[start:].repeat(count // (len(block) - 1000) + 1)[:count].reshape(shape)
    if len(shape) == 2:
        return (values / math.sqrt(shape[1])).contiguous()
    return ((1 if "orm.weight" in name or "_norm" in name and "weight" in name else 0) + 0.02 * values).contiguous()


def hash_of(name):
    return sum((i + 1) * ord(letter) for i, letter in enumerate(name))


def linear(name, outputs, inputs, bias=True):
    yield f"{name}.weight", (outputs, inputs)
    if bias:
        yield f"{name}.bias", (outputs,)


def norm(name, width):
    yield f"{name}.weight", (width,)
    yield f"{name}.bias", (width,)


def esm2(layers, width):
    yield "esm.embeddings.word_embeddings.weight", (33, width)
    for i in range(layers):
        layer = f"esm.encoder.layer.{i}"
        for part in ("query", "key", "value"):
            yield from linear(f"{layer}.attention.self.{part}", width, width)
        yield from linear(f"{layer}.attention.output.dense", width, width)
        yield from norm(f"{layer}.attention.LayerNorm", width)
        yield from linear(f"{layer}.intermediate.dense", 4 * width, width)
        yield from linear(f"{layer}.output.dense", width, 4 * width)
        yield from norm(f"{layer}.LayerNorm", width)
    yield from norm("esm.encoder.emb_layer_norm_after", width)


def dnabert_s(layers, width, vocabulary):
    yield "bert.embeddings.word_embeddings.weight", (vocabulary, width)
    yield "bert.embeddings.token_type_embeddings.weight", (2, width)
    yield from norm("bert.embeddings.LayerNorm", width)
    for i in range(layers):
        layer = f"bert.encoder.layer.{i}"
        yield from linear(f"{layer}.attention.self.Wqkv", 3 * width, width)
        yield from linear(f"{layer}.attention.output.dense", width, width)
        yield from norm(f"{layer}.attention.output.LayerNorm", width)
        yield from linear(f"{layer}.mlp.gated_layers", 8 * width, width, bias=False)
        yield from linear(f"{layer}.mlp.wo", width, 4 * width)
        yield from norm(f"{layer}.mlp.layernorm", width)


def save(tensors):
    """One file, or shards with an index where it would be larger than 5 GB, as the hub's own tools write them."""
    shards, size = [[]], 0
    for name, shape in tensors:
        size += 4 * math.prod(shape)
        if size > SHARD:
            shards.append([])
            size = 4 * math.prod(shape)
        shards[-1].append((name, shape))
    names = ["model.safetensors"] if len(shards) == 1 else [
        f"model-{i + 1:05d}-of-{len(shards):05d}.safetensors" for i in range(len(shards))]
    for file, shard in zip(names, shards):
        save_file({name: weight(name.replace("LayerNorm", "norm").replace("layernorm", "norm"), *shape) for name, shape in shard},
                  f"{options.out}/{file}", metadata={"format": "pt"})
    if len(shards) > 1:
        where = {name: file for file, shard in zip(names, shards) for name, _ in shard}
        write("model.safetensors.index.json", json.dumps({"metadata": {}, "weight_map": where}))


def write(name, text):
    with open(f"{options.out}/{name}", "w") as file:
        file.write(text)


os.makedirs(options.out, exist_ok=True)
if options.family == "dnabert-s":
    vocabulary = len(json.load(open(options.tokenizer))["model"]["vocab"])
    shutil.copyfile(options.tokenizer, f"{options.out}/tokenizer.json")
    write("config.json", json.dumps({
        "architectures": ["BertForMaskedLM"], "model_type": "bert", "alibi_starting_size": 512, "hidden_size": 768,
        "num_attention_heads": 12, "num_hidden_layers": 12, "intermediate_size": 3072, "vocab_size": vocabulary,
        "max_position_embeddings": 512, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu"}))
    save(dnabert_s(12, 768, vocabulary))
elif options.family == "head":
    width = sum(options.widths)
    tensors = [*linear("hidden_layer", 512, width), *norm("bn1.norm", 512), *linear("output_layer", 2, 512)]
    state = {name.replace("bn1.norm", "bn1"): weight(name, *shape) for name, shape in tensors}
    save_file({**state, "bn1.running_mean": torch.zeros(512), "bn1.running_var": torch.ones(512)}, f"{options.out}/head.safetensors")
else:
    layers, width, heads = ESM2[options.family]
    write("vocab.txt", "\n".join(VOCABULARY))
    write("config.json", json.dumps({
        "architectures": ["EsmForMaskedLM"], "model_type": "esm", "hidden_size": width, "num_attention_heads": heads,
        "num_hidden_layers": layers, "intermediate_size": 4 * width, "vocab_size": 33, "max_position_embeddings": 1026,
        "position_embedding_type": "rotary", "token_dropout": True, "emb_layer_norm_before": False,
        "layer_norm_eps": 1e-5, "pad_token_id": 1, "mask_token_id": 32, "hidden_act": "gelu"}))
    save(esm2(layers, width))
print("written:", options.out)
