"""How near an encoder's archive comes to the machine's peak rate of matrix products, in the same precision, threads and process.

    python roofline.py ARCHIVE --layers 33 --width 1280 [--precision bf16] [--threads 1] [--rows 6] [--length 168]

The peak is the best of oneDNN (weights reordered) and PyTorch's own linear over products of several sizes, which take turns with the
archive. Operations counted: linear layers of ESM-2 (12 D^2 a layer and token) and the two products of attention; nothing else, so that
the share is what is left after everything else has taken its time. Needs torch of the version of VirNuc's libtorch. Not part of the build.
"""
import argparse
import time

import torch

parser = argparse.ArgumentParser()
parser.add_argument("archive")
parser.add_argument("--layers", type=int, required=True)
parser.add_argument("--width", type=int, required=True)
parser.add_argument("--precision", default="bf16", choices=("fp32", "bf16"))
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--rows", type=int, default=6)
parser.add_argument("--length", type=int, default=168)
parser.add_argument("--rounds", type=int, default=5)
given = parser.parse_args()
torch.set_num_threads(given.threads)
dtype = torch.bfloat16 if given.precision == "bf16" else torch.float32
ids = torch.randint(4, 24, (given.rows, given.length))
ids[:, 0], ids[:, -1] = 0, 2
model = torch.jit.load(given.archive)


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def products():
    for rows, inner, outer in ((1008, 1280, 5120), (2048, 2048, 2048), (4096, 4096, 1024)):
        x, w = torch.randn(rows, inner).to(dtype), torch.randn(outer, inner).to(dtype)
        packed = torch.ops.mkldnn._reorder_linear_weight(w, rows)
        operations = 2 * rows * inner * outer
        yield operations, lambda x=x, w=packed: torch.ops.mkldnn._linear_pointwise(x, w, None, "none", [], "")
        yield operations, lambda x=x, w=w: torch.nn.functional.linear(x, w)


tokens = given.rows * given.length
operations = given.layers * (24 * given.width**2 * tokens + 4 * tokens * given.length * given.width)
with torch.inference_mode():
    measured = list(products())
    for call in [call for _, call in measured] + [lambda: model(ids)] * 2:
        call()
    peak, took = 0, []
    for _ in range(given.rounds):
        took.append(seconds(lambda: model(ids)))
        for count, call in measured:
            peak = max(peak, count / seconds(call))
    best, middle = min(took), sorted(took)[len(took) // 2]
print(f"{given.precision}, {given.threads} threads, {given.rows} x {given.length} tokens: peak {peak / 1e9:.0f} GFLOP/s; archive {operations / best / 1e9:.0f} at best,"
      f" {operations / middle / 1e9:.0f} in the median: {operations / best / peak:.0%} and {operations / middle / peak:.0%} of it; {tokens / middle:.0f} tokens/s")
