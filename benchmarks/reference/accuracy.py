"""How often VirNuc is right: per chunk, per record and per region, on labelled sequences. Python 3.9 or newer, no packages.

    python3 benchmarks/reference/accuracy.py VALID_FASTA SCRATCH_FOLDER [--length 500] [--trials 24] [--labels labels.tsv]

VALID_FASTA holds records with headers such as ">ID label=viral group=phage-dsDNA organism=...", label viral or host. Prints
Markdown tables. Runs ./virnuc of this clone, twice: on the file as it is, and on bacterial sequence with pieces of
tailed-phage genomes spliced in at known places (same seed, same places). With --labels, the table that virnuc calibrate was given
(id, label, cluster, group), also how far the probabilities of the embedded calibration hold on the half that it was not fitted to.
"""

import argparse
import csv
import gzip
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CALIBRATION = ROOT / "data/src/main/resources/org/virnuc/data/models/virnuc-mini/calibration.json"
HOST_BASES = 200_000
PIECES = (5_000, 10_000, 20_000, 40_000)


def read_fasta(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    header, letters = None, []
    with opener(path, "rt") as lines:
        for line in lines:
            if line.startswith(">"):
                if header:
                    yield header, "".join(letters)
                header, letters = line[1:].strip(), []
            else:
                letters.append(line.strip())
    yield header, "".join(letters)


def field(header, name):
    found = re.search(rf'\b{name}=("[^"]*"|\S+)', header)
    return found.group(1).strip('"') if found else ""


def run(fasta, out, length):
    command = [str(ROOT / "virnuc"), "predict", str(fasta), "-o", str(out), "--length", str(length), "--progress", "none"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def chunk_scores(out):
    """Of each record the best scores of its scored chunks, by number."""
    records = {}
    with open(out / "prediction_results.txt") as lines:
        next(lines)
        for line in lines:
            frame, _, others, virus = line.rstrip("\n").split("\t")
            record, number = frame[:-2].rsplit("_chunk_", 1)
            best = records.setdefault(record, {}).setdefault(int(number), [0.0, 0.0])
            best[0] = max(best[0], float(others))
            best[1] = max(best[1], float(virus))
    return records


def auroc(viral, host):
    """The chance that a viral score is above a host score; ties count half."""
    ranked = sorted([(s, 1) for s in viral] + [(s, 0) for s in host])
    rank_sum, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        rank_sum += (at + 1 + end) / 2 * sum(label for _, label in ranked[at:end])
        at = end
    n = len(viral)
    return (rank_sum - n * (n + 1) / 2) / (n * len(host)) if viral and host else float("nan")


def weighted_delta(deltas):
    weights = [math.sqrt(abs(d)) for d in deltas]
    return sum(d * w for d, w in zip(deltas, weights)) / sum(weights) if sum(weights) else 0.0


def windows(scores, chunks):
    """The deltas of the scored chunks of stretches of so many chunks in a row."""
    groups = {}
    for number, (others, virus) in sorted(scores.items()):
        groups.setdefault((number - 1) // chunks, []).append(virus - others)
    return list(groups.values())


def right_line(name, viral, host):
    """A row: how many, how often right on either side, AUROC; a record is virus where at least half of its chunks are."""
    def virus(deltas):
        return 2 * sum(d >= -1e-6 for d in deltas) >= len(deltas)
    hits = sum(map(virus, viral))
    rejected = len(host) - sum(map(virus, host))
    area = auroc([weighted_delta(d) for d in viral], [weighted_delta(d) for d in host])
    print(f"| {name} | {len(viral):,} | {len(host):,} | {(hits + rejected) / (len(viral) + len(host)):.3f} "
          f"| {hits / len(viral):.3f} | {1 - rejected / len(host):.3f} | {area:.3f} |")


def held_out(labels):
    """The ids that the calibration was not fitted to: clusters take turns within their label and group, as in CalibrationFit."""
    groups, cluster_of = {}, {}
    for row in csv.DictReader(open(labels), delimiter="\t"):
        key = f"{row['label']} {row['cluster'] or row['id']}"
        cluster_of[row["id"]] = key
        groups.setdefault(f"{row['label']} {row['group']}", set()).add(key)
    held, turn, seen = set(), 0, set()
    for _, clusters in sorted(groups.items()):
        for cluster in sorted(sorted(clusters), key=lambda c: zlib.crc32(c.encode())):
            if cluster not in seen:
                seen.add(cluster)
                if turn % 2:
                    held.add(cluster)
                turn += 1
    return {record for record, cluster in cluster_of.items() if cluster in held}


def probability(deltas, sizes):
    """What the calibration makes of some chunks."""
    size = [s for s in sizes if s["chunksFrom"] <= len(deltas)][-1]
    delta = max(-0.9999, min(0.9999, weighted_delta(deltas)))
    x, curve = math.log((1 + delta) / (1 - delta)), size["curve"]
    if curve["method"] != "ISOTONIC":
        return 1 / (1 + math.exp(-curve.get("intercept", 0) - curve["slope"] * x))
    at = sum(point < x for point in curve["x"])
    if at in (0, len(curve["x"])):
        return curve["p"][min(at, len(curve["p"]) - 1)]
    share = (x - curve["x"][at - 1]) / (curve["x"][at] - curve["x"][at - 1])
    return curve["p"][at - 1] + share * (curve["p"][at] - curve["p"][at - 1])


def calibration_error(viral, host):
    """The mean distance of predicted and observed shares over ten bins of probability, both labels weighing the same."""
    bins = [[0.0, 0.0] for _ in range(10)]
    for values, truth in ((viral, 1), (host, 0)):
        for p in values:
            bins[min(9, int(p * 10))][0] += p * 0.5 / len(values)
            bins[min(9, int(p * 10))][1] += truth * 0.5 / len(values)
    return sum(abs(predicted - observed) for predicted, observed in bins) if viral and host else float("nan")


def unit_groups(scores, truth, length, held):
    """Per group and unit: right, AUROC against the other label, and calibration error with the other label on the held-out half."""
    sizes = json.load(open(CALIBRATION))["lengths"][str(length)]["frames"]["sizes"]
    units = {"chunk": 1, "1 kb": round(1000 / length), "3 kb": 3000 // length, "10 kb": 10_000 // length, "record": 10**9}
    cells, totals = {}, []
    for unit, chunks in units.items():
        every, fresh = {}, {}
        for record, numbers in scores.items():
            parts = windows(numbers, chunks)
            every.setdefault(truth[record], []).extend(parts)
            if record in held:
                fresh.setdefault(truth[record], []).extend(probability(d, sizes) for d in parts)
        def of(table, label):
            return [v for key, values in table.items() if key[0] == label for v in values]
        totals.append(f"{calibration_error(of(fresh, 'viral'), of(fresh, 'host')):.3f}")
        for key, parts in every.items():
            virus = [2 * sum(d >= -1e-6 for d in deltas) >= len(deltas) for deltas in parts]
            right = sum(v == (key[0] == "viral") for v in virus) / len(virus)
            own, other = [weighted_delta(d) for d in parts], [weighted_delta(d) for d in of(every, "host" if key[0] == "viral" else "viral")]
            area = auroc(own, other) if key[0] == "viral" else auroc(other, own)
            mine, rest = fresh.get(key, []), of(fresh, "host" if key[0] == "viral" else "viral")
            error = calibration_error(mine, rest) if key[0] == "viral" else calibration_error(rest, mine)
            cells.setdefault(key, {})[unit] = f"{right:.2f} {area:.2f} " + ("-" if math.isnan(error) else f"{error:.2f}")
    print("\nRight, AUROC against the other label, calibration error together with the other label (held-out half):\n")
    print("| label | group | " + " | ".join(units) + " |\n|---|---|" + "---:|" * len(units))
    for key, row in sorted(cells.items(), reverse=True):
        print(f"| {key[0]} | {key[1]} | " + " | ".join(row.get(unit, "") for unit in units) + " |")
    print("| all | calibration error | " + " | ".join(totals) + " |")


def called(out, truth, held):
    """How records of the held-out half fare under presets and rates, by the probabilities that the run has written."""
    rows = [(float(row["probability"]), truth[row["id"]][0] == "viral")
            for row in csv.DictReader(open(out / "confidence.tsv"), delimiter="\t") if row["probability"] and row["id"] in held]
    rows.sort(reverse=True)
    viral = sum(v for _, v in rows)
    print("\n| records called virus (held-out half) | called | sensitivity | false among called | expected false |\n|---|---:|---:|---:|---:|")
    choices = {"conservative, p >= 0.9": 0.9, "p >= 0.5": 0.5, "sensitive, p >= 0.3": 0.3}
    for most in (0.01, 0.05, 0.1):
        missing, best = 0.0, 2.0
        for i, (p, _) in enumerate(rows):
            missing += 1 - p
            if missing / (i + 1) > most:
                break
            best = p
        choices[f"--max-fdr {most}"] = best
    for name, least in choices.items():
        hits = [(p, v) for p, v in rows if p >= least]
        right = sum(v for _, v in hits)
        wrong = f"{1 - right / len(hits):.3f} | {sum(1 - p for p, _ in hits) / len(hits):.3f}" if hits else "- | -"
        print(f"| {name} | {len(hits)} | {right / viral:.3f} | {wrong} |")


def labelled(fasta, scratch, length, labels):
    truth = {h.split()[0]: (field(h, "label"), field(h, "group")) for h, _ in read_fasta(fasta)}
    out = scratch / f"valid-{length}"
    run(fasta, out, length)
    scores = chunk_scores(out)
    units = {"chunk": 1, "1 kb": round(1000 / length), "3 kb": 3000 // length, "10 kb": 10_000 // length, "record": 10**9}
    print(f"\n### Length {length}\n\n| scored | viral | host | accuracy | sensitivity | false positives | AUROC |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for unit, chunks in units.items():
        by_label = {"viral": [], "host": []}
        for record, numbers in scores.items():
            by_label[truth[record][0]] += windows(numbers, chunks)
        right_line(unit, by_label["viral"], by_label["host"])
    groups(scores, truth)
    tiers(out, truth)
    if labels:
        unit_groups(scores, truth, length, held_out(labels))
        called(out, truth, held_out(labels))


def groups(scores, truth):
    deltas, records, called = {}, {}, {}
    for record, numbers in scores.items():
        chunks = [virus - others for others, virus in numbers.values()]
        key = truth[record]
        deltas.setdefault(key, []).extend(chunks)
        records[key] = records.get(key, 0) + 1
        called[key] = called.get(key, 0) + (2 * sum(d >= -1e-6 for d in chunks) >= len(chunks))
    of = {label: [d for key, values in deltas.items() if key[0] == label for d in values] for label in ("viral", "host")}
    print("\n| label | group | chunks | called virus | AUROC against the other label | records | called virus |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (label, group), values in sorted(deltas.items(), reverse=True):
        area = auroc(values, of["host"]) if label == "viral" else auroc(of["viral"], values)
        key = (label, group)
        print(f"| {label} | {group} | {len(values):,} | {sum(d >= -1e-6 for d in values) / len(values):.3f} | {area:.3f} "
              f"| {records[key]} | {called[key] / records[key]:.3f} |")


def tiers(out, truth):
    counts = {}
    with open(out / "contig_calls.tsv") as lines:
        next(lines)
        for line in lines:
            record, call, tier = line.split("\t")[:3]
            right = (call == "virus") == (truth[record][0] == "viral")
            counts.setdefault(tier, [0, 0])[right] += 1
    print("\n| tier | records | right |\n|---|---:|---:|")
    for tier in ("high", "medium", "low", "ambiguous", "unscored"):
        wrong, right = counts.get(tier, [0, 0])
        share = "" if tier == "unscored" or not wrong + right else f"{right / (wrong + right):.3f}"
        print(f"| {tier} | {wrong + right} | {share} |")


def spliced(fasta, scratch, length, trials):
    chance = random.Random(20261122)
    hosts, phages = {}, []
    for header, letters in read_fasta(fasta):
        if field(header, "group") == "bacteria":
            hosts.setdefault(field(header, "organism"), []).append(letters)
        elif field(header, "group") == "phage-dsDNA":
            phages.append((header.split()[0], letters))
    genomes = ["".join(parts)[:HOST_BASES] for _, parts in sorted(hosts.items()) if sum(map(len, parts)) >= HOST_BASES // 2]
    places, path = {}, scratch / f"spliced-{length}.fa"
    with open(path, "w") as out:
        for piece in PIECES:
            donors = [p for p in phages if len(p[1]) >= piece]
            for trial in range(trials):
                genome = chance.choice(genomes)
                phage, letters = chance.choice(donors)
                begin = chance.randrange(len(letters) - piece + 1)
                at = chance.randrange(10_000, len(genome) - 10_000)
                name = f"s{piece}_{trial}"
                places[name] = (piece, at, at + piece, len(genome))
                out.write(f">{name}\n{genome[:at]}{letters[begin:begin + piece]}{genome[at:]}\n")
    run(path, scratch / f"spliced-{length}.virnuc", length)
    report(places, scratch / f"spliced-{length}.virnuc", len(genomes), len(phages))


def report(places, out, genomes, phages):
    regions = {}
    for line in open(out / "regions.bed"):
        record, start, end = line.split("\t")[:3]
        regions.setdefault(record, []).append((int(start), int(end)))
    print(f"\n{genomes} bacterial genomes, {phages} phages.\n")
    print("| piece | trials | found (half of it covered) | bases covered | median boundary error | boundaries within 1 kb "
          "| false regions per Mb of host |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for piece in PIECES:
        found, covered, errors, false, host, trials = 0, 0, [], 0, 0, 0
        for record, (size, start, end, bases) in places.items():
            if size != piece:
                continue
            trials += 1
            host += bases
            inside = [(s, e) for s, e in regions.get(record, []) if s < end and e > start]
            false += len(regions.get(record, [])) - len(inside)
            overlap = sum(min(e, end) - max(s, start) for s, e in inside)
            covered += overlap
            if 2 * overlap >= piece:
                found += 1
                errors += [abs(min(s for s, _ in inside) - start), abs(max(e for _, e in inside) - end)]
        errors.sort()
        median = f"{errors[len(errors) // 2]:,} b" if errors else ""
        near = f"{sum(e <= 1000 for e in errors) / len(errors):.2f}" if errors else ""
        print(f"| {piece // 1000} kb | {trials} | {found / trials:.2f} | {covered / trials / piece:.2f} | {median} | {near} "
              f"| {false / host * 1e6:.2f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("fasta", type=pathlib.Path)
    arguments.add_argument("scratch", type=pathlib.Path)
    arguments.add_argument("--length", type=int, default=500)
    arguments.add_argument("--trials", type=int, default=24)
    arguments.add_argument("--labels", type=pathlib.Path)
    given = arguments.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    labelled(given.fasta, given.scratch, given.length, given.labels)
    sys.stdout.flush()
    spliced(given.fasta, given.scratch, given.length, given.trials)


if __name__ == "__main__":
    main()
