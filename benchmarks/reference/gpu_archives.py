"""How fast the encoders could be on a GPU, by ways to batch frames, and how fast VirNuc's archives are beside them. One file; needs PyTorch alone.

    python gpu_archives.py                                    on a GPU: ESM-2 650M and 3B, DNABERT-S; 51, 110, 168 tokens; bf16, fp16
    python gpu_archives.py --models esm2-3b --lengths 51 --precisions bf16 --seconds 5
    python gpu_archives.py --archive esm2-650m:bf16=FILE      also an archive of VirNuc's cache (archives/*-plain-*.pt)
    python gpu_archives.py                                    without a GPU: the same with small shapes, as its own test

Weights are random and of the published shapes, frames are random and between 4/5 and all of a length. Ways:

    eager      frames padded to the longest of a batch, attention operator by operator, as the published code does it
    padded     the same with scaled_dot_product_attention and a mask
    bucketed   frames of one length in a batch; ESM-2 needs no mask then
    packed     several frames in a row of tokens, which see only themselves (a block-diagonal mask)
    archive    what VirNuc computes with, given by --archive; frames of one length in a batch; weights of its own

Tokens are those of frames; padding is not counted. The peak is that of a product of two square matrices, measured here. "off" is the largest
difference of a mean vector from the one in fp32 by the way "eager", as a share of the vector's length; of an archive, that of its batch from the
same frames one at a time. The script ends with an error where "off" is above its limit. Not part of the build.
"""
import argparse
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F

SHAPES = {  # kind, layers, width, heads, vocabulary
    "esm2-650m": ("esm2", 33, 1280, 20, 33), "esm2-3b": ("esm2", 36, 2560, 40, 33), "dnabert-s": ("dnabert-s", 12, 768, 12, 4096),
    "esm2-small": ("esm2", 2, 64, 4, 33), "dnabert-small": ("dnabert-s", 2, 64, 4, 4096)}
TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
LIMITS = {"fp32": 1e-4, "bf16": 0.1, "fp16": 0.02}
ROW = 1024  # tokens of a packed row

GPU = torch.cuda.is_available()
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--models", nargs="+", choices=SHAPES, default=["esm2-650m", "esm2-3b", "dnabert-s"] if GPU else ["esm2-small", "dnabert-small"])
parser.add_argument("--lengths", nargs="+", type=int, default=[51, 110, 168])
parser.add_argument("--precisions", nargs="+", choices=TYPES, default=["bf16", "fp16"] if GPU else ["fp32", "bf16"])
parser.add_argument("--ways", nargs="+", choices=["eager", "padded", "bucketed", "packed"], default=["eager", "padded", "bucketed", "packed"])
parser.add_argument("--archive", action="append", default=[], metavar="MODEL:PRECISION=FILE")
parser.add_argument("--batch-tokens", type=int, default=65536 if GPU else 2048)
parser.add_argument("--batches", type=int, default=8 if GPU else 2, help="different batches that are timed")
parser.add_argument("--seconds", type=float, default=3 if GPU else 0.2, help="at least so long for each figure")
options = parser.parse_args()
DEVICE = torch.device("cuda" if GPU else "cpu")


class Encoder:
    """An encoder with random weights: tokens in, the last layer's states out."""

    def __init__(self, name, precision):
        self.kind, self.layers, self.width, self.heads, self.vocabulary = SHAPES[name]
        self.type = TYPES[precision]
        generator = torch.Generator(DEVICE).manual_seed(11)

        def matrix(rows, columns):
            return (torch.randn(rows, columns, device=DEVICE, generator=generator) / math.sqrt(columns)).to(self.type)

        w = self.width
        up = 8 * w if self.kind == "dnabert-s" else 4 * w
        self.embedding = matrix(self.vocabulary, w) * math.sqrt(w)
        self.weights = [(matrix(3 * w, w), matrix(w, w), matrix(up, w), matrix(w, 4 * w)) for _ in range(self.layers)]
        self.multiplied = sum(m.numel() for layer in self.weights for m in layer)

    def norm(self, x):
        return F.layer_norm(x, x.shape[-1:])

    def __call__(self, ids, place, frame, way):
        """States [R, T, D] of ids [R, T]; place: position in its frame; frame: number of the frame in the row, -1 in padding."""
        rows, length = ids.shape
        x = F.embedding(ids, self.embedding)
        alone = way == "bucketed"
        seen = None if alone else (frame[:, None, :, None] == frame[:, None, None, :])
        bias = None
        if self.kind == "dnabert-s":
            slopes = torch.tensor([2 ** (-8 * (h + 1) / self.heads) for h in range(self.heads)], device=DEVICE)
            far = (place[:1 if alone else rows, None, :] - place[:1 if alone else rows, :, None]).abs()
            bias = (-slopes[None, :, None, None] * far[:, None]).to(self.type)
        if seen is not None:
            zero = torch.zeros((), dtype=self.type, device=DEVICE) if bias is None else bias
            bias = zero.masked_fill(~seen, torch.finfo(self.type).min)
        if self.kind == "esm2":
            size = self.width // self.heads
            angle = place[:1 if alone else rows, :, None] * (10000 ** (-torch.arange(0, size, 2, device=DEVICE) / size))
            cos, sin = (f(torch.cat([angle, angle], -1))[:, None].to(self.type) for f in (torch.cos, torch.sin))
        for qkv, out, up, down in self.weights:
            before = self.norm(x) if self.kind == "esm2" else x
            q, k, v = F.linear(before, qkv).view(rows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            if self.kind == "esm2":
                q, k = self.turned(q, cos, sin), self.turned(k, cos, sin)
            mixed = self.attention(q, k, v, bias, way).transpose(1, 2).reshape(rows, length, self.width)
            if self.kind == "esm2":
                x = x + F.linear(mixed, out)
                x = x + F.linear(F.gelu(F.linear(self.norm(x), up)), down)
            else:
                x = self.norm(x + F.linear(mixed, out))
                gate, value = F.linear(x, up).chunk(2, -1)
                x = self.norm(x + F.linear(F.gelu(gate) * value, down))
        return self.norm(x) if self.kind == "esm2" else x

    @staticmethod
    def turned(x, cos, sin):
        first, second = x.chunk(2, -1)
        return x * cos + torch.cat([-second, first], -1) * sin

    @staticmethod
    def attention(q, k, v, bias, way):
        if way != "eager":
            return F.scaled_dot_product_attention(q, k, v, bias)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        return torch.softmax(scores if bias is None else scores + bias, -1) @ v

    def operations(self, frames):
        """Additions and multiplications that the tokens of frames need; padding and masked pairs are not needed."""
        return sum(2 * self.multiplied * len(f) + 4 * self.layers * self.width * len(f) ** 2 for f in frames)


class Batch:
    """Frames laid out in rows."""

    def __init__(self, rows):
        longest = max(sum(len(f) for f in row) for row in rows)
        self.ids, self.place = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
        self.frame = torch.full((len(rows), longest), -1)
        self.owner = torch.full((len(rows), longest), -1)
        self.frames = []
        for r, row in enumerate(rows):
            at = 0
            for n, f in enumerate(row):
                here = slice(at, at + len(f))
                self.ids[r, here], self.place[r, here] = f, torch.arange(len(f))
                self.frame[r, here], self.owner[r, here] = n, len(self.frames)
                self.frames.append(f)
                at += len(f)
        self.lengths = torch.tensor([len(f) for f in self.frames], device=DEVICE)
        for name in ("ids", "place", "frame", "owner"):
            setattr(self, name, getattr(self, name).to(DEVICE))

    def means(self, encoder, way):
        """The mean vector of each frame, in fp32."""
        states = encoder(self.ids, self.place, self.frame, way).float().flatten(0, 1)
        owner = self.owner.flatten()
        sums = torch.zeros(len(self.frames) + 1, states.shape[1], device=DEVICE).index_add_(0, owner + 1, states)
        return sums[1:] / self.lengths[:, None]


def frames(length, tokens, vocabulary, seed):
    """Random frames, longest first, of about so many tokens together."""
    generator = torch.Generator().manual_seed(seed)
    made, total = [], 0
    while total < tokens:
        size = int(torch.randint(4 * length // 5, length + 1, (1,), generator=generator))
        made.append(torch.randint(4, min(vocabulary, 24), (size,), generator=generator))
        total += size
    return sorted(made, key=len, reverse=True)


def laid_out(some, way):
    """Batches of frames, as the way has them."""
    if way == "packed":
        rows = []
        for f in some:
            row = next((r for r in rows if sum(map(len, r)) + len(f) <= ROW), None)
            rows.append([f]) if row is None else row.append(f)
        return [Batch(rows)]
    if way == "bucketed":
        return [Batch([[f] for f in some if len(f) == size]) for size in sorted({len(f) for f in some}, reverse=True)]
    return [Batch([[f] for f in some])]


def clock():
    if GPU:
        torch.cuda.synchronize()
    return time.perf_counter()


def peak(precision):
    """Operations a second of a square product."""
    size = 8192 if GPU else 512
    a, b = (torch.randn(size, size, device=DEVICE).to(TYPES[precision]) for _ in range(2))
    best = 0
    for _ in range(10):
        start = clock()
        for _ in range(4):
            a @ b
        best = max(best, 8 * size ** 3 / (clock() - start))
    return best


def timed(call):
    """Seconds of a call: the median of as many as the time allows, after two to warm up."""
    call()
    call()
    took, end = [], time.perf_counter() + options.seconds
    while not took or time.perf_counter() < end:
        start = clock()
        call()
        took.append(clock() - start)
    return statistics.median(took)


def off(got, expected):
    return ((got - expected).norm(dim=1) / expected.norm(dim=1)).max().item()


def measured(model, precision, way, length, call, work, operations, difference):
    if GPU:
        torch.cuda.reset_peak_memory_stats()
    seconds = timed(call)
    tokens = sum(len(f) for f in work)
    memory = f"{torch.cuda.max_memory_allocated() / 2 ** 30:.1f}" if GPU else "-"
    share = f"{operations / seconds / peaks[precision]:.2f}" if operations else "-"
    print(f"| {model} | {precision} | {length} | {way} | {tokens / seconds:,.0f} | {share} | {memory} | {difference:.1e} |", flush=True)
    if not difference <= LIMITS[precision]:
        faults.append(f"{model} {precision} {way} {length}: off by {difference:.1e}, limit {LIMITS[precision]}")


def ways(model, precision):
    exact = Encoder(model, "fp32")
    expected = {}
    for length in options.lengths:
        few = frames(length, 8 * length, exact.vocabulary, 1)
        expected[length] = few, Batch([[f] for f in few]).means(exact, "eager")
    del exact
    encoder = Encoder(model, precision)
    for length in options.lengths:
        few, vectors = expected[length]
        work = [f for n in range(options.batches) for f in frames(length, options.batch_tokens, encoder.vocabulary, 2 + n)]
        sets = [frames(length, options.batch_tokens, encoder.vocabulary, 2 + n) for n in range(options.batches)]
        for way in options.ways:
            # Frames of one length come from all sets together, as they do in a run; else a batch is a set.
            batches = laid_out(sorted(work, key=len, reverse=True), way) if way == "bucketed" else [b for s in sets for b in laid_out(s, way)]
            got = torch.cat([b.means(encoder, way) for b in laid_out(few, way)])
            measured(model, precision, way, length, lambda: [b.means(encoder, way) for b in batches], work,
                     encoder.operations(work), off(got, vectors))


def archive(model, precision, file):
    """An archive of VirNuc's: ids [B, T] in, mean vectors [B, D] out; -1 is padding in ESM-2's."""
    module = torch.jit.load(file, map_location=DEVICE).eval()
    shape = Encoder(model, "fp32") if model in SHAPES else None
    vocabulary = shape.vocabulary if shape else 24
    for length in options.lengths:
        work = frames(length, options.batches * options.batch_tokens, vocabulary, 2)
        batches = laid_out(work, "bucketed")
        few = frames(length, 8 * length, vocabulary, 1)
        alone = torch.cat([module(f[None].to(DEVICE)).float() for f in few])
        got = torch.cat([module(b.ids).float() for b in laid_out(few, "bucketed")])
        measured(model, precision, "archive", length, lambda: [module(b.ids) for b in batches], work,
                 shape.operations(work) if shape else 0, off(got, alone))


name = torch.cuda.get_device_name() if GPU else f"CPU, {torch.get_num_threads()} threads, small shapes"
print(f"{name}; PyTorch {torch.__version__}, CUDA {torch.version.cuda}; batches of {options.batch_tokens} tokens\n")
faults = []
with torch.inference_mode():
    archives = [tuple(a.partition("=")[0].split(":")) + (a.partition("=")[2],) for a in options.archive]
    peaks = {p: peak(p) for p in {*options.precisions, *(a[1] for a in archives)}}
    print("measured peak: " + ", ".join(f"{p} {v / 1e12:.2f} T/s" for p, v in sorted(peaks.items())) + "\n")
    print("| model | precision | tokens of a frame, at most | way | tokens/s | share of the peak | GiB | off |")
    print("|---|---|---:|---|---:|---:|---:|---:|")
    for model in options.models:
        for precision in options.precisions:
            try:
                ways(model, precision)
            except torch.cuda.OutOfMemoryError as e:
                print(f"| {model} | {precision} | | no room: {str(e).splitlines()[0]} |", flush=True)
    for each in archives:
        archive(*each)
if faults:
    sys.exit("\n" + "\n".join(faults))
