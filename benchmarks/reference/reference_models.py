"""The reference encoders in PyTorch, from checkpoints in the layout of the Hugging Face hub: token ids [rows, length] to the last layer's states.

ESM-2 is Hugging Face's EsmModel. DNABERT-S is written out operator by operator, because its published code is fetched with the model.
"""
import glob
import json
import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


def esm2(folder):
    from transformers import EsmConfig, EsmModel
    model = EsmModel(EsmConfig(**json.load(open(f"{folder}/config.json"))), add_pooling_layer=False).eval()
    weights = {}
    for file in glob.glob(f"{folder}/*.safetensors"):
        weights.update({name.removeprefix("esm."): tensor.float() for name, tensor in load_file(file).items()})
    missing, _ = model.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.endswith(("inv_freq", "position_embeddings.weight")) and "contact_head" not in name]
    assert not missing, missing
    padding = 1
    return lambda ids: model(ids, attention_mask=(ids != padding).long()).last_hidden_state


def slopes(heads):
    power = 2 ** math.floor(math.log2(heads))
    series = [2 ** (-8 * (i + 1) / power) for i in range(power)]
    return torch.tensor(series + [2 ** (-4 * (2 * i + 1) / power) for i in range(heads - power)])


def dnabert_s(folder):
    config = json.load(open(f"{folder}/config.json"))
    w = {name.removeprefix("bert."): tensor.float() for name, tensor in load_file(f"{folder}/model.safetensors").items()}
    heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]

    def linear(x, name):
        return F.linear(x, w[f"{name}.weight"], w.get(f"{name}.bias"))

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], w[f"{name}.weight"], w[f"{name}.bias"], epsilon)

    def model(ids):
        x = norm(w["embeddings.word_embeddings.weight"][ids] + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        rows, length, width = x.shape
        place = torch.arange(length)
        alibi = -slopes(heads)[:, None, None] * (place[None] - place[:, None]).abs()
        for i in range(config["num_hidden_layers"]):
            layer = f"encoder.layer.{i}"
            q, k, v = linear(x, f"{layer}.attention.self.Wqkv").view(rows, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
            attention = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // heads) + alibi, -1) @ v
            context = attention.transpose(1, 2).reshape(rows, length, width)
            x = norm(linear(context, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm")
            gate, value = linear(x, f"{layer}.mlp.gated_layers").chunk(2, -1)
            x = norm(linear(F.gelu(gate) * value, f"{layer}.mlp.wo") + x, f"{layer}.mlp.layernorm")
        return x

    return model
