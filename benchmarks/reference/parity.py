"""How far the vectors of a finished run are from those of the reference implementations, and how fast both are.

    python parity.py RUN_DIR --protein-model DIR [--dna-model DIR] [--frames 32] [--threads 2]

Takes different frames of the run spread evenly, computes them one by one in fp32 by Hugging Face's EsmModel, and for the DNA by DNABERT-S written
out operator by operator, and compares with the run's own vector shards. The speed is that of full batches of equal lengths on the same threads, against
the tokens per second of the run's telemetry. Needs torch, transformers and tokenizers. Not part of the build; PARITY.md says what it printed.
"""
import argparse
import glob
import json
import time

import numpy
import torch
import torch.nn.functional as F

import reference_models

parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("--protein-model")
parser.add_argument("--dna-model")
parser.add_argument("--frames", type=int, default=32)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch-tokens", type=int, default=2048)
options = parser.parse_args()
torch.set_num_threads(options.threads)


def shard(path):
    """The vectors of a shard by row; the format is in the Javadoc of VectorShard."""
    data = open(path, "rb").read()
    assert data[:8] == b"VNVEC001", path
    dimension, rows = numpy.frombuffer(data, "<i4", 2, 8)
    first_row = numpy.frombuffer(data, "<i8", 1, 16)[0]
    count, id_bytes = numpy.frombuffer(data, "<i4", 2, 24)
    first_of = numpy.frombuffer(data, "<i8", rows, 64)
    vectors = numpy.frombuffer(data, "<f4", count * dimension, 64 + 8 * rows + -(-id_bytes // 8) * 8).reshape(count, dimension)
    own = [row for row in range(rows) if first_of[row] == first_row + row]
    return {row: vectors[i] for i, row in enumerate(own)}


def frames(split, suffix, stage):
    """Sequences of the first shard with their vectors, longest first."""
    folder = sorted(glob.glob(f"{options.run}/work/{split}-*"))[-1]
    lines = [line.strip() for line in open(f"{folder}/output_1{suffix}")]
    sequences = "".join("\n" if line.startswith(">") else line for line in lines).split("\n")[1:]
    vectors = shard(sorted(glob.glob(f"{options.run}/work/{stage}-*"))[-1] + "/shard_1.vec")
    rows = list(vectors)
    step = max(1, len(rows) // options.frames)
    return [(sequences[row], vectors[row]) for row in rows[::step][: options.frames]]


def compare(name, pairs, encode, batch_rows):
    stage = next(s for s in json.load(open(f"{options.run}/telemetry.json"))["stages"] if s["id"] == name)
    errors, cosines, scale = [], [], 0
    with torch.inference_mode():
        for sequence, vector in pairs:
            expected = encode(sequence)
            got = torch.from_numpy(vector.copy())
            errors.append((got - expected).abs().max().item())
            scale = max(scale, expected.abs().max().item())
            cosines.append(F.cosine_similarity(got, expected, dim=0).item())
        rate = batch_rows()
    own = stage["calls"]["prompt_tokens"] / stage["calls"]["seconds"]
    workers = options.threads
    print(f"{name}: {len(pairs)} frames, largest difference {max(errors):.2e} of values up to {scale:.2f}, smallest cosine {min(cosines):.6f}; "
          f"reference {rate:.0f} tokens/s, run {own * workers:.0f} tokens/s on {workers} threads: {own * workers / rate:.2f} times", flush=True)


def timed(model, make, length):
    """Tokens per second in batches of equal lengths."""
    rows = max(1, options.batch_tokens // length)
    batch = make(rows, length)
    model(batch)
    rates = []
    for _ in range(3):
        start = time.perf_counter()
        model(batch)
        rates.append(rows * length / (time.perf_counter() - start))
    return sorted(rates)[1]


def protein():
    model = reference_models.esm2(options.protein_model)
    vocabulary = {token: i for i, token in enumerate(open(f"{options.protein_model}/vocab.txt").read().split())}

    def encode(sequence):
        ids = torch.tensor([[0] + [vocabulary.get(letter, 3) for letter in sequence] + [2]])
        return model(ids)[0, 1:-1].mean(0)

    pairs = frames("04-protein-splitting", ".faa", "06-esm-2")
    length = max(len(sequence) for sequence, _ in pairs) + 2
    compare("esm-2", pairs, encode, lambda: timed(model, lambda rows, n: torch.randint(4, 24, (rows, n)), length))


def dna():
    import tokenizers
    tokenizer = tokenizers.Tokenizer.from_file(f"{options.dna_model}/tokenizer.json")
    model = reference_models.dnabert_s(options.dna_model)
    pairs = frames("03-nucleotide-splitting", ".fa", "05-dnabert-s")
    length = max(len(tokenizer.encode(sequence).ids) for sequence, _ in pairs)
    compare("dnabert-s", pairs, lambda s: model(torch.tensor([tokenizer.encode(s).ids]))[0].mean(0),
            lambda: timed(model, lambda rows, n: torch.randint(5, 2000, (rows, n)), length))


if options.dna_model:
    dna()
if options.protein_model:
    protein()
