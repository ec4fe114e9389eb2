"""Frames per second that PyTorch itself reaches on the archives and the frames of a finished run, in the batches that VirNuc makes.

    python torch_frames.py RUN_DIR CACHE_DIR [--precision bf16] [--threads 2] [--batch-tokens 1024]

Needs torch (the version of VirNuc's libtorch) and tokenizers. Not part of the build; RESULTS.md says what it printed.
"""
import argparse
import glob
import time

import tokenizers
import torch

parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("cache")
parser.add_argument("--precision", default="bf16")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch-tokens", type=int, default=1024)
options = parser.parse_args()
torch.set_num_threads(options.threads)


def sequences(stage, suffix):
    """Different sequences of all shards of a splitting stage."""
    shards = sorted(glob.glob(f"{options.run}/work/{stage}-*/output_*{suffix}"), key=lambda f: int(f.split("_")[-1].split(".")[0]))
    return list(dict.fromkeys(line.strip() for shard in shards for line in open(shard) if not line.startswith(">")))


def batches(rows):
    """Longest first, no batch above the budget, padding is -1: as BatchPlanner does."""
    order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
    while order:
        length = len(rows[order[0]])
        size = max(1, options.batch_tokens // length)
        batch = torch.full((min(size, len(order)), length), -1)
        for i, row in enumerate(order[:size]):
            batch[i, : len(rows[row])] = torch.tensor(rows[row])
        order = order[size:]
        yield batch


def frames_per_second(archive, rows):
    model = torch.jit.load(archive)
    planned = list(batches(rows))
    rates = []
    with torch.inference_mode():
        for batch in planned[:8]:
            model(batch)
        for _ in range(3):
            start = time.perf_counter()
            for batch in planned:
                model(batch).numpy()
            rates.append(len(rows) / (time.perf_counter() - start))
    return sorted(rates)[1]


mini = glob.glob(f"{options.cache}/models/virnuc-mini*")[0]
tokenizer = tokenizers.Tokenizer.from_file(f"{mini}/dna-encoder/tokenizer.json")
vocabulary = {token: i for i, token in enumerate(open(f"{mini}/protein-encoder/vocab.txt").read().split())}
dna = [tokenizer.encode(s).ids for s in sequences("03-nucleotide-splitting", ".fa")]
protein = [[0] + [vocabulary.get(letter, 3) for letter in s] + [2] for s in sequences("04-protein-splitting", ".faa")]
for name, rows in (("dnaberts", dna), ("esm2", protein)):
    for archive in glob.glob(f"{options.cache}/archives/{name}-[0-9a-f]*-{options.precision}*.pt"):
        print(f"{name} {options.precision}, {options.threads} threads: {frames_per_second(archive, rows):.0f} frames/s", flush=True)
