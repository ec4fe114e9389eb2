"""How much faster the archives that VirNuc writes are than the reference encoders, batch by batch, in one process of PyTorch.

    python eager.py --protein-model DIR --protein-archive FILE [--dna-model DIR --dna-archive FILE] [--threads 2] [--rounds 5]

Archives are those of VirNuc's cache (archives/esm2-*-fp32-*.pt and so on); they are loaded by torch.jit.load. Both sides get the same
ids and take turns; the median of the rounds counts, after two calls to warm up. The largest difference of the mean vectors shows that
both compute the same. Needs torch (the version of VirNuc's libtorch), transformers and safetensors. Not part of the build; PARITY.md
says what it printed.
"""
import argparse
import statistics
import time

import torch

import reference_models

SHAPES = ((1, 168), (16, 51), (8, 168), (16, 168))

parser = argparse.ArgumentParser()
for part in ("protein", "dna"):
    parser.add_argument(f"--{part}-model")
    parser.add_argument(f"--{part}-archive")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=5)
options = parser.parse_args()
torch.set_num_threads(options.threads)


def seconds(call, ids):
    start = time.perf_counter()
    call(ids)
    return time.perf_counter() - start


def compare(name, reference, archive, make):
    for rows, length in SHAPES:
        ids = make(rows, length)
        for _ in range(2):
            expected, got = reference(ids), archive(ids)
        took = [(seconds(reference, ids), seconds(archive, ids)) for _ in range(options.rounds)]
        ours, theirs = statistics.median(t[1] for t in took), statistics.median(t[0] for t in took)
        difference = (got - expected).abs().max().item()
        print(f"{name} {rows} x {length}: reference {1000 * theirs:.0f} ms, archive {1000 * ours:.0f} ms, "
              f"{theirs / ours:.2f} times; largest difference {difference:.1e}", flush=True)


def protein_ids(rows, length):
    ids = torch.randint(4, 24, (rows, length))
    ids[:, 0], ids[:, -1] = 0, 2
    return ids


with torch.inference_mode():
    if options.protein_model:
        esm2 = reference_models.esm2(options.protein_model)
        compare("esm-2", lambda ids: esm2(ids)[:, 1:-1].mean(1), torch.jit.load(options.protein_archive), protein_ids)
        del esm2
    if options.dna_model:
        dnabert_s = reference_models.dnabert_s(options.dna_model)
        compare("dnabert-s", lambda ids: dnabert_s(ids).mean(1), torch.jit.load(options.dna_archive),
                lambda rows, length: torch.randint(5, 2000, (rows, length)))
