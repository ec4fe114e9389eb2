"""Tokens per second of esm.cpp's int8 engine (PyPI esm-cpp) beside the archives of ESM-2 that VirNuc writes, in turns.

    python esm_cpp_compare.py MODEL_DIR ARCHIVE... [--threads 2] [--rounds 3]

MODEL_DIR holds config.json and model.safetensors in the layout of the Hugging Face hub; archives are those of VirNuc's cache, loaded by
torch.jit.load. esm.cpp makes its int8 weights itself (quantize_weights) and gets the same ids as lists of rows (forward_batch), all threads on one call; the
archives get as many batches at once as there are threads, each computed by one, as VirNuc runs them on a CPU. Needs
esm-cpp, torch (the version of VirNuc's libtorch), numpy and safetensors. Not part of the build; RESULTS.md says what it printed.
"""
import argparse
import concurrent.futures
import json
import os
import statistics
import tempfile
import time

import esm_cpp
import numpy
import torch
from safetensors.torch import load_file, save_file

SHAPES = ((20, 51), (6, 168))
MASKED_LM = {"lm_head.bias": (33,), "lm_head.dense.weight": None, "lm_head.dense.bias": None,
             "lm_head.layer_norm.weight": None, "lm_head.layer_norm.bias": None}

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("archives", nargs="+")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
options = parser.parse_args()
os.environ["ESM_NUM_THREADS"] = str(options.threads)  # read when the first model is loaded


def as_published(folder):
    """esm.cpp wants the language head, whose logits it computes too, and the rotary frequencies, which full_size.py does not write."""
    config = json.load(open(f"{folder}/config.json"))
    weights = load_file(f"{folder}/model.safetensors")
    width = config["hidden_size"]
    frequencies = 1 / 10000 ** (torch.arange(0, width // config["num_attention_heads"], 2).float() / (width // config["num_attention_heads"]))
    for i in range(config["num_hidden_layers"]):
        weights.setdefault(f"esm.encoder.layer.{i}.attention.self.rotary_embeddings.inv_freq", frequencies.clone())
    for name, shape in MASKED_LM.items():
        weights.setdefault(name, torch.zeros(shape or ((width, width) if name.endswith("dense.weight") else (width,))))
    out = os.path.join(tempfile.mkdtemp(), "model.safetensors")
    save_file(weights, out)
    return out


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def alone(model, ids):
    torch.set_num_threads(1)
    with torch.inference_mode():
        return model(ids)


lanes = concurrent.futures.ThreadPoolExecutor(options.threads)
peer = esm_cpp.Model.load_from_safetensors(as_published(options.model))
peer.quantize_weights()
assert peer.num_threads == options.threads, peer.num_threads
ours = {os.path.basename(file): torch.jit.load(file) for file in options.archives}
for rows, length in SHAPES:
    ids = torch.randint(4, 24, (rows, length))
    ids[:, 0], ids[:, -1] = 0, 2
    lists = [numpy.ascontiguousarray(row, dtype=numpy.int32) for row in ids.numpy()]
    calls = {"esm.cpp int8": lambda: [peer.forward_batch(lists) for _ in range(options.threads)],
             **{name: lambda model=model: list(lanes.map(lambda _: alone(model, ids), range(options.threads))) for name, model in ours.items()}}
    took = {name: [] for name in calls}
    for _ in range(options.rounds + 1):  # the first is to warm up
        for name, call in calls.items():
            took[name].append(seconds(call))
    for name, times in took.items():
        print(f"{rows} x {length} {name}: {options.threads * rows * length / statistics.median(times[1:]):.0f} tokens/s", flush=True)
print(f"esm.cpp {esm_cpp.__version__}, {esm_cpp.current_isa()}")
