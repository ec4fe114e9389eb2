"""Where the training data of a model lies: distribution.safetensors, as org.virnuc.calling.confidence.Distribution reads it.

    python benchmarks/reference/distribution.py sample TRAINING_FASTA OUT.fa LENGTH [CHUNKS_PER_RECORD]
    python benchmarks/reference/distribution.py odd VALIDATION_FASTA OUT.fa
    python benchmarks/reference/distribution.py make OUT LENGTH:TRAINING_RUN:VALIDATION_RUN [LENGTH:TRAINING_RUN:VALIDATION_RUN ...]
    python benchmarks/reference/distribution.py flagged VALIDATION_FASTA DISTRIBUTION LENGTH VALIDATION_RUN ODD_RUN

sample cuts random chunks out of the training records, for a run that makes the training features; odd makes sequences that no
model has been trained on. Runs are finished run directories of virnuc with their work folders, at that chunk length. flagged says which
records lie beyond the limits, by group or kind. Needs numpy and safetensors. The same input gives the same bytes.
"""

import argparse
import collections
import json
import pathlib
import random

import numpy
from accuracy import field, read_fasta
from safetensors.numpy import load_file, save_file

# The narrowest directions are constant but for rounding (sums that layer norms fix), and that differs between precisions.
CONSTANT = 16
AXES = 96
QUANTILE = 0.99
SIZES = (1, 2, 5, 16)


def vectors(folder):
    """The vectors of all rows of an encoder, and the rows' ids."""
    blocks, ids, first = [], [], []
    for path in sorted(folder.glob("shard_*.vec"), key=lambda p: int(p.stem.split("_")[1])):
        raw = path.read_bytes()
        dimension, rows = numpy.frombuffer(raw, "<i4", 2, 8)
        count, id_bytes = numpy.frombuffer(raw, "<i4", 2, 24)
        first.append(numpy.frombuffer(raw, "<i8", rows, 64))
        at = 64 + 8 * int(rows)
        ids += raw[at:at + id_bytes].decode("latin1").split("\n")[:rows]
        at += (int(id_bytes) + 7) // 8 * 8
        blocks.append(numpy.frombuffer(raw, "<f4", int(count) * int(dimension), at).reshape(count, dimension))
    first_of = numpy.concatenate(first)
    slots = numpy.cumsum(first_of == numpy.arange(len(first_of))) - 1
    return numpy.concatenate(blocks)[slots[first_of]], ids


def features(run):
    work = pathlib.Path(run) / "work"
    dna, ids = vectors(next(work.glob("05-dnabert-s-*")))
    protein, _ = vectors(next(work.glob("06-esm-2-*")))
    return numpy.concatenate([dna, protein], 1).astype(numpy.float64), ids


def distances(values, mean, axes):
    """How far values lie from the mean along the narrow directions, each in its standard deviations."""
    return numpy.sqrt((((values - mean) @ axes.T) ** 2).sum(1))


def chunk_distances(values, ids):
    """The distance of each chunk's nearest frame, by record, in order."""
    nearest = {}
    for frame, distance in zip(ids, values):
        nearest[frame[:-2]] = min(nearest.get(frame[:-2], numpy.inf), distance)
    records = collections.defaultdict(list)
    for chunk, distance in nearest.items():
        records[chunk.rsplit("_chunk_", 1)[0]].append(distance)
    return records


def limits(records):
    """For stretches of so many chunks the mean distance that one in a hundred is beyond; never lower than for fewer than 200."""
    found = []
    for size in SIZES:
        means = [numpy.mean(d[i:i + size]) for d in records.values() for i in range(0, len(d) - size + 1, size)]
        if len(means) >= 200:
            found.append([size, numpy.quantile(means, QUANTILE)])
    return found


def sample(training, out, length, chunks=24):
    """Random chunks of each training record, as records of their own."""
    chance, length = random.Random(20261124), int(length)
    with open(out, "w") as fasta:
        for header, letters in read_fasta(training):
            places = range(len(letters) - length + 1)
            for at in chance.sample(places, min(len(places), int(chunks), max(1, len(letters) // length))) if places else ():
                fasta.write(f">{header.split()[0]}|{at}\n{letters[at:at + length]}\n")


def shuffled_pairs(letters, chance):
    """The letters in another order with the same pairs of neighbours: a random Eulerian path (Altschul and Erikson)."""
    follow = collections.defaultdict(list)
    for one, next_one in zip(letters, letters[1:]):
        follow[one].append(next_one)
    final = letters[-1]
    while True:
        last = {one: chance.choice(follow[one]) for one in follow if one != final}
        def reaches(one):
            for _ in range(len(follow) + 1):
                if one == final:
                    return True
                one = last[one]
            return False
        if all(map(reaches, last)):
            break
    for one, nexts in follow.items():
        if one != final:
            nexts.remove(last[one])
        chance.shuffle(nexts)
        nexts += [last[one]] if one != final else []
    path, steps = [letters[0]], {one: iter(nexts) for one, nexts in follow.items()}
    while (step := next(steps.get(path[-1], iter(())), None)) is not None:
        path.append(step)
    return "".join(path)


def odd(validation, out):
    """Sequences without biology, and real ones spoilt: the kind comes first in the id."""
    chance = random.Random(20261124)
    codons = [a + b + c for a in "ACGT" for b in "ACGT" for c in "ACGT" if a + b + c not in ("TAA", "TAG", "TGA")]
    with open(out, "w") as fasta:
        for i in range(200):
            text = "".join(chance.choices(codons, k=chance.choice((200, 350, 700, 1700))))
            fasta.write(f">random-codons|{i}\n{text}\n")
        for i in range(250):
            unit = "".join(chance.choices("ACGT", k=chance.randint(1, 6)))
            letters = list((unit * 3000)[:chance.choice((600, 1500, 3000))])
            letters = [chance.choice("ACGT") if chance.random() < 0.05 else letter for letter in letters]
            fasta.write(f">low-complexity|{i}\n{''.join(letters)}\n")
        for header, letters in read_fasta(validation):
            begin = chance.randrange(max(1, len(letters) - 10_000 + 1))
            piece, name = letters[begin:begin + 10_000], header.split()[0]
            parts = [piece[i:i + 3] for i in range(0, len(piece) - 2, 3)]
            chance.shuffle(parts)
            fasta.write(f">shuffled-codons|{name}\n{''.join(parts)}\n")
            fasta.write(f">shuffled-pairs|{name}\n{shuffled_pairs(piece, chance)}\n")
            fasta.write(f">backwards|{name}\n{piece[::-1]}\n")


def make(out, *runs):
    """Mean and narrow directions of training features, and the limits that validation records keep."""
    tensors, notes = {}, {}
    for entry in runs:
        length, training, validation = entry.split(":")
        values, ids = features(training)
        mean = values.mean(0)
        variances, axes = numpy.linalg.eigh(numpy.cov((values - mean).T))
        narrow = slice(CONSTANT, CONSTANT + AXES)
        axes = axes.T[narrow] / numpy.sqrt(variances[narrow])[:, None]
        scale = numpy.median(distances(values, mean, axes))
        checked, checked_ids = features(validation)
        limit = limits(chunk_distances(distances(checked, mean, axes) / scale, checked_ids))
        for name, value in {"mean": mean, "axes": axes, "rest": [0], "scale": [scale], "limits": limit}.items():
            tensors[f"{length}.{name}"] = numpy.ascontiguousarray(value, dtype=numpy.float32)
        run = json.loads((pathlib.Path(training) / "run.json").read_text())
        digests = "".join(run["model"][part]["sha256"] for part in ("dna", "protein", "head"))
        tensors["model"] = numpy.frombuffer(bytes.fromhex(digests), numpy.uint8).reshape(3, 32)
        notes[f"{length}.training"] = f"{len(ids)} frames"
        notes[f"{length}.validation"] = f"{len(checked_ids)} frames, quantile {QUANTILE}"
        print(length, notes[f"{length}.training"], "limits", [[s, round(float(d), 3)] for s, d in limit])
    # One entry: the order of several is not the same every time.
    save_file(tensors, out, metadata={"virnuc-distribution/1": "; ".join(f"{name}: {note}" for name, note in notes.items())})


def flagged(validation, distribution, length, validation_run, odd_run):
    """A table of records beyond the limits."""
    tensors = load_file(distribution)
    mean, axes, scale, limit = (tensors[f"{length}.{name}"] for name in ("mean", "axes", "scale", "limits"))
    groups = {header.split()[0]: "valid: " + field(header, "group") for header, _ in read_fasta(validation)}
    kinds = {}
    for run in (validation_run, odd_run):
        values, ids = features(run)
        for record, found in chunk_distances(distances(values, mean, axes) / scale[0], ids).items():
            most = [d for chunks, d in limit if chunks <= len(found)][-1]
            for kind in [groups.get(record, record.split("|")[0])] + (["valid: all"] if record in groups else []):
                kinds.setdefault(kind, []).append((numpy.mean(found), numpy.mean(found) > most))
    print("| records | scored | median distance | flagged |\n|---|---:|---:|---:|")
    for kind, found in sorted(kinds.items(), reverse=True):
        print(f"| {kind} | {len(found)} | {numpy.median([d for d, _ in found]):.2f} | {numpy.mean([f for _, f in found]):.3f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("step", choices=("sample", "odd", "make", "flagged"))
    arguments.add_argument("values", nargs="+")
    given = arguments.parse_args()
    {"sample": sample, "odd": odd, "make": make, "flagged": flagged}[given.step](*given.values)


if __name__ == "__main__":
    main()
