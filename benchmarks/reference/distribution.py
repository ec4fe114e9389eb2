"""Where the training data of a model lies: distribution.safetensors, as org.virnuc.pipeline.confidence.Distribution reads it.

    python benchmarks/reference/distribution.py OUT LENGTH:TRAINING_RUN:VALIDATION_RUN [LENGTH:TRAINING_RUN:VALIDATION_RUN ...]

Runs are finished run directories of virnuc with their work folders, at that chunk length, on sequences that the model was trained
on and on such that it was not. Needs numpy and safetensors. The same runs give the same bytes.
"""

import argparse
import collections
import json
import pathlib

import numpy
from safetensors.numpy import save_file

AXES = 32
QUANTILE = 0.995
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


def distances(values, mean, axes, rest, variances):
    centred = values - mean
    along = centred @ axes.T
    outside = (centred ** 2).sum(1) - (along ** 2).sum(1)
    return numpy.sqrt((along ** 2 / variances).sum(1) + numpy.maximum(0, outside) / rest)


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
    """For stretches of so many chunks the mean distance that one in 200 is beyond; never lower than for fewer than 200."""
    found = []
    for size in SIZES:
        means = [numpy.mean(d[i:i + size]) for d in records.values() for i in range(0, len(d) - size + 1, size)]
        if len(means) >= 200:
            found.append([size, numpy.quantile(means, QUANTILE)])
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("runs", nargs="+")
    given = arguments.parse_args()
    tensors, notes = {}, {}
    for entry in given.runs:
        length, training, validation = entry.split(":")
        values, ids = features(training)
        mean = values.mean(0)
        variances, axes = numpy.linalg.eigh(numpy.cov((values - mean).T))
        variances, axes = variances[::-1], axes[:, ::-1].T
        rest = variances[AXES:].mean()
        axes, variances = axes[:AXES], variances[:AXES]
        scale = numpy.median(distances(values, mean, axes, rest, variances))
        checked, checked_ids = features(validation)
        limit = limits(chunk_distances(distances(checked, mean, axes, rest, variances) / scale, checked_ids))
        for name, value in {"mean": mean, "axes": axes / numpy.sqrt(variances)[:, None], "rest": [1 / numpy.sqrt(rest)],
                            "scale": [scale], "limits": limit}.items():
            tensors[f"{length}.{name}"] = numpy.ascontiguousarray(value, dtype=numpy.float32)
        run = json.loads((pathlib.Path(training) / "run.json").read_text())
        digests = "".join(run["model"][part]["sha256"] for part in ("dna", "protein", "head"))
        tensors["model"] = numpy.frombuffer(bytes.fromhex(digests), numpy.uint8).reshape(3, 32)
        notes[f"{length}.training"] = f"{len(ids)} frames"
        notes[f"{length}.validation"] = f"{len(checked_ids)} frames, quantile {QUANTILE}"
        print(length, notes[f"{length}.training"], "limits", [[s, round(float(d), 3)] for s, d in limit])
    save_file(tensors, given.out, metadata={"format": "virnuc-distribution/1", **notes})


if __name__ == "__main__":
    main()
