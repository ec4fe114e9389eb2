"""How often short records, and tiers by the number of chunks, are right: docs/confidence.md, "Short records" and "Tiers by number of chunks".

    short.py fragments LABELLED.fna.gz > fragments.fa     1,000 fragments of each label and length, whatever the group
    short.py accuracy RUN                                 a table of a run on them, made with --min-length 0
    short.py tiers LABELLED.fna.gz RUN FRAGMENTS_RUN      a table of a run on the labelled sequences, made with --write chunks
"""

import collections
import gzip
import math
import random
import sys

LENGTHS = [12, 25, 50, 100, 150, 200, 250, 300, 400, 500]
EACH = 1000
STRETCHES = {"1": (1,), "2-4": (2, 3, 4), "5-15": (5, 8, 12), "16 and more": (16, 32, 64)}
TIERS = ["high", "medium", "low", "ambiguous"]
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def labelled(path):
    """Label, id and letters of each record."""
    records = []
    with gzip.open(path, "rt") as lines:
        for line in lines:
            if line.startswith(">"):
                label = "viral" if "label=viral" in line else "host"
                records.append((label, line[1:].split()[0], []))
            else:
                records[-1][2].append(line.strip())
    return [(label, name, "".join(letters)) for label, name, letters in records]


def fragments(path):
    random.seed(20261130)
    records = labelled(path)
    for length in LENGTHS:
        for label in ("viral", "host"):
            sequences = [(name, letters) for which, name, letters in records if which == label]
            weights = [len(letters) for _, letters in sequences]
            made = 0
            while made < EACH:
                name, letters = random.choices(sequences, weights)[0]
                if len(letters) < length:
                    continue
                start = random.randrange(len(letters) - length + 1)
                fragment = letters[start : start + length]
                if "N" in fragment:
                    continue
                if random.random() < 0.5:
                    fragment = fragment.translate(COMPLEMENT)[::-1]
                made += 1
                print(f">{label}|{length}|{name}|{start}|{made}\n{fragment}")


def calls(run):
    """Label, length, call and tier of each fragment with a score."""
    with open(run + "/contig_calls.tsv") as lines:
        next(lines)
        for line in lines:
            name, call, tier = line.split("\t")[:3]
            label, length = name.split("|")[:2]
            if call != "unscored":
                yield label, int(length), call, tier


def accuracy(run):
    counts = collections.Counter((label, length, call) for label, length, call, _ in calls(run))
    for length in LENGTHS:
        scored, virus = {}, {}
        for label in ("viral", "host"):
            scored[label] = counts[label, length, "virus"] + counts[label, length, "others"]
            virus[label] = counts[label, length, "virus"] / max(1, scored[label])
        right = (virus["viral"] + 1 - virus["host"]) / 2
        print(f"| {length} | {scored['viral']:,} | {scored['host']:,} | {right:.2f} | {virus['viral']:.2f} | {virus['host']:.2f} |")


def tier(deltas):
    """Whether virus is called, and the tier, as DefaultTier has them."""
    weights = sum(math.sqrt(abs(delta)) for delta in deltas)
    mean = sum(delta * math.sqrt(abs(delta)) for delta in deltas) / weights if weights else 0
    virus = 2 * sum(delta >= 0 for delta in deltas) >= len(deltas)
    margin = (mean if virus else -mean) + 1e-6
    few = len(deltas) < 5
    spared = margin if few else margin + 0.2
    if spared >= 0.8 and not few:
        return virus, "high"
    return virus, "medium" if spared >= 0.6 else "low" if margin >= 0.2 else "ambiguous"


def tiers(path, run, fragments_run):
    labels = {name: label for label, name, _ in labelled(path)}
    short = collections.Counter()
    for label, length, call, which in calls(fragments_run):
        if length in (300, 400):
            short[which, (call == "virus") == (label == "viral")] += 1
    row("1, of 300 or 400 bases", short)
    records = collections.defaultdict(list)
    with open(run + "/chunk_scores.tsv") as lines:
        next(lines)
        for line in lines:
            cells = line.split("\t")
            if cells[4] == "frames":
                records[cells[0]].append(float(cells[6]) - float(cells[5]))
    for name, sizes in STRETCHES.items():
        counts = collections.Counter()
        for record, deltas in records.items():
            for size in sizes:
                for start in range(0, len(deltas) - size + 1, size):
                    virus, which = tier(deltas[start : start + size])
                    counts[which, virus == (labels[record] == "viral")] += 1
        row(name, counts)


def row(name, counts):
    cells = []
    for which in TIERS:
        right, all_ = counts[which, True], counts[which, True] + counts[which, False]
        cells.append(f"{right / all_:.2f} ({all_:,})" if all_ else "-")
    print("| " + " | ".join([name] + cells) + " |")


if __name__ == "__main__":
    {"fragments": fragments, "accuracy": accuracy, "tiers": tiers}[sys.argv[1]](*sys.argv[2:])
