"""Embeds the frames of a finished run the vanilla way, in PyTorch: fp32, DNABERT-S one sequence a call, ESM-2 in batches of 2,048 tokens.

    python vanilla.py RUN_DIR --dna-model DIR --protein-model DIR [--threads 2]

What VirNucPro's users run, save that DNABERT-S is written out operator by operator and that sequence stages and head are left out: the
frames are those of the run's work folders, every one embedded, identical ones again. Prints the seconds of each encoder and of the whole
process. Needs torch, transformers, tokenizers and safetensors. Not part of the build; RESULTS.md says what it printed.
"""
import time

START = time.perf_counter()

import argparse
import glob

import tokenizers
import torch

import reference_models

TOKENS_PER_BATCH = 2048
PADDING = 1

parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("--dna-model", required=True)
parser.add_argument("--protein-model", required=True)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()
torch.set_num_threads(options.threads)


def sequences(stage, suffix):
    shards = sorted(glob.glob(f"{options.run}/work/{stage}-*/output_*{suffix}"), key=lambda f: int(f.split("_")[-1].split(".")[0]))
    return [line.strip() for shard in shards for line in open(shard) if not line.startswith(">")]


def dna(rows):
    tokenizer = tokenizers.Tokenizer.from_file(f"{options.dna_model}/tokenizer.json")
    model = reference_models.dnabert_s(options.dna_model)
    for row in rows:
        model(torch.tensor([tokenizer.encode(row).ids]))[0].mean(0)


def batches(rows):
    """By length, as fair-esm's batches of tokens are made."""
    batch, longest = [], 0
    for row in sorted(rows, key=len):
        if batch and max(longest, len(row)) * (len(batch) + 1) > TOKENS_PER_BATCH:
            yield batch
            batch, longest = [], 0
        batch.append(row)
        longest = max(longest, len(row))
    if batch:
        yield batch


def protein(rows):
    vocabulary = {token: i for i, token in enumerate(open(f"{options.protein_model}/vocab.txt").read().split())}
    model = reference_models.esm2(options.protein_model)
    encoded = [[0] + [vocabulary.get(letter, 3) for letter in row] + [2] for row in rows]
    for batch in batches(encoded):
        ids = torch.full((len(batch), max(map(len, batch))), PADDING)
        for i, row in enumerate(batch):
            ids[i, : len(row)] = torch.tensor(row)
        states = model(ids)
        for i, row in enumerate(batch):
            states[i, 1 : len(row) - 1].mean(0)


def timed(name, work, rows):
    start = time.perf_counter()
    with torch.inference_mode():
        work(rows)
    print(f"{name}: {len(rows)} frames in {time.perf_counter() - start:.1f} s", flush=True)


timed("dnabert-s", dna, sequences("03-nucleotide-splitting", ".fa"))
timed("esm-2", protein, sequences("04-protein-splitting", ".faa"))
print(f"process: {time.perf_counter() - START:.1f} s")
