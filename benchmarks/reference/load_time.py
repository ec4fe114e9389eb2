"""Seconds from a cached archive to the first vector: VirNuc against torch.jit.load of the same file, in processes that take turns.

    python load_time.py CLASSPATH CACHE DNA_MODEL PROTEIN_MODEL HEAD [--precision bf16] [--rounds 5]

CLASSPATH is that of the benchmarks module (benchmarks/target/classes and benchmarks/target/classpath, as benchmarks/run makes them).
The first run of VirNuc converts what is not in CACHE, and is printed as such. Starting the engine or importing torch is in
neither figure. One frame of 166 residues; VirNuc computes one batch on one thread (other batches keep the other cores busy),
so PyTorch is timed with one thread and with all. Needs torch of the version of VirNuc's libtorch. Not part of the build.
"""
import argparse
import glob
import os
import statistics
import subprocess
import sys

PYTORCH = """
import sys, time, torch
torch.set_num_threads(int(sys.argv[2]))
ids = torch.tensor([[0] + [4 + i % 20 for i in range(166)] + [2]])
start = time.perf_counter()
model = torch.jit.load(sys.argv[1])
loaded = time.perf_counter()
with torch.inference_mode():
    model(ids).numpy()
print(f"{loaded - start:.3f} {time.perf_counter() - loaded:.3f}")
"""

parser = argparse.ArgumentParser()
for name in ("classpath", "cache", "dna", "protein", "head"):
    parser.add_argument(name)
parser.add_argument("--precision", default="bf16")
parser.add_argument("--rounds", type=int, default=5)
given = parser.parse_args()
# What the launcher sets, for both.
memory = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "1073741824", **os.environ}


def run(*command):
    done = subprocess.run(command, env=memory, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return [float(figure) for figure in done.stdout.split()[-2:]]


virnuc = ("java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", given.classpath, "org.virnuc.benchmarks.LoadTime",
          given.cache, given.dna, given.protein, given.head, given.precision)
print("first: opened in %.2f s, first batch %.2f s" % tuple(run(*virnuc)), flush=True)
archive = max(glob.glob(f"{given.cache}/archives/esm2-*-{given.precision}-*.pt"), key=os.path.getmtime)
with open(archive, "rb") as file:
    while file.read(1 << 24):
        pass
sides = {"VirNuc": virnuc}
for threads in sorted({1, os.cpu_count()}):
    sides[f"PyTorch, {threads} thread{'s'[:threads - 1]}"] = (sys.executable, "-c", PYTORCH, archive, str(threads))
took = {side: [] for side in sides}
for _ in range(given.rounds):
    for side, command in sides.items():
        took[side].append(run(*command))
for side, figures in took.items():
    load, batch = (statistics.median(f[i] for f in figures) for i in (0, 1))
    print(f"{side}: loading {load:.2f} s, first batch {batch:.2f} s, together {statistics.median(map(sum, figures)):.2f} s")
