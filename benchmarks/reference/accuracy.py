"""How often VirNuc is right: per chunk, per record and per region, on labelled sequences. Python 3.9 or newer, no packages.

    python3 benchmarks/reference/accuracy.py VALID_FASTA SCRATCH_FOLDER [--length 500] [--trials 24] [--held-out held-out.tsv]

VALID_FASTA holds records with headers such as ">ID label=viral group=phage-dsDNA organism=...", label viral or host. Prints
Markdown tables. Runs ./virnuc of this clone with --fallback none, twice: on the file as it is, and on bacterial sequence with pieces of
tailed-phage genomes spliced in at known places (same seed, same places). With --held-out, the table that virnuc calibrate has written of the same
file, also how far probabilities hold on clusters that the curves were not fitted to.
"""

import argparse
import csv
import gzip
import math
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
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
    command = [str(ROOT / "virnuc"), "predict", str(fasta), "-o", str(out), "--length", str(length), "--fallback", "none", "--progress", "none"]
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


def held_out(path, length):
    """Of each unit the stretches as (label, group, cluster, id, probability without the cluster, without the group)."""
    units = {}
    for row in csv.DictReader(open(path), delimiter="\t"):
        if row["length"] == str(length):
            other = float(row["probability_other_groups"]) if row["probability_other_groups"] else None
            units.setdefault((row["source"], row["unit"]), []).append(
                (row["label"], row["group"], row["label"] + row["cluster"], row["id"], float(row["probability"]), other))
    return units


def by_cluster(rows, column):
    """Per label and cluster the number of stretches and what is missing to the truth, by bin of probability."""
    sums = {"viral": {}, "host": {}}
    for row in rows:
        bins = sums[row[0]].setdefault(row[2], [0] + [0.0] * 10)
        bins[0] += 1
        bins[1 + min(9, int(row[column] * 10))] += row[column] - (row[0] == "viral")
    return sums


def calibration_error(sums):
    """The mean distance of predicted and observed shares over ten bins of probability, both labels weighing the same."""
    totals = [[sum(c[i] for c in sums[label]) for i in range(11)] for label in ("viral", "host")]
    if not all(total[0] for total in totals):
        return float("nan")
    return sum(abs(sum(total[i] / total[0] / 2 for total in totals)) for i in range(1, 11))


def with_range(rows, column):
    """The error, and where 95 % of those lie that clusters drawn anew give."""
    sums = by_cluster(rows, column)
    chance = random.Random(20261124)
    found = {label: list(clusters.values()) for label, clusters in sums.items()}
    errors = sorted(calibration_error({label: chance.choices(c, k=len(c)) for label, c in found.items()}) for _ in range(200))
    return f"{calibration_error(found):.3f} ({errors[5]:.2f}-{errors[194]:.2f})"


def unit_groups(scores, truth, length, held):
    """Per group and unit: right, AUROC against the other label, and calibration error with the other label."""
    units = {"chunk": 1, "1 kb": round(1000 / length), "3 kb": 3000 // length, "10 kb": 10_000 // length, "record": 10**9}
    cells = {}
    for unit, chunks in units.items():
        every = {}
        for record, numbers in scores.items():
            every.setdefault(truth[record], []).extend(windows(numbers, chunks))
        for key, parts in every.items():
            virus = [2 * sum(d >= -1e-6 for d in deltas) >= len(deltas) for deltas in parts]
            right = sum(v == (key[0] == "viral") for v in virus) / len(virus)
            other = "host" if key[0] == "viral" else "viral"
            rest = [weighted_delta(d) for k, values in every.items() if k[0] == other for d in values]
            own = [weighted_delta(d) for d in parts]
            area = auroc(own, rest) if key[0] == "viral" else auroc(rest, own)
            rows = [r for r in held["frames", unit] if r[0] == other or (r[0], r[1]) == key]
            error = calibration_error({l: list(c.values()) for l, c in by_cluster(rows, 4).items()})
            cells.setdefault(key, {})[unit] = f"{right:.2f} {area:.2f} " + ("-" if math.isnan(error) else f"{error:.2f}")
    print("\nRight, AUROC against the other label, calibration error together with the other label:\n")
    print("| label | group | " + " | ".join(units) + " |\n|---|---|" + "---:|" * len(units))
    for key, row in sorted(cells.items(), reverse=True):
        print(f"| {key[0]} | {key[1]} | " + " | ".join(row.get(unit, "") for unit in units) + " |")
    print("\n| calibration error | " + " | ".join(units) + " |\n|---|" + "---:|" * len(units))
    for source in ("frames", "dna-only"):
        for column, words in ((4, "new families"), (5, "new groups")):
            print(f"| {source}, {words} | " + " | ".join(with_range(held[source, unit], column) for unit in units) + " |")


def share_false(rows, least, prevalence):
    """Of records with a probability from `least` on, for an input with that share of viral ones: sensitivity, false, expected false."""
    viral = sum(r[0] == "viral" for r in rows)
    weight = {"viral": prevalence / viral, "host": (1 - prevalence) / (len(rows) - viral)}
    hits = [r for r in rows if r[4] >= least]
    total = sum(weight[r[0]] for r in hits)
    sensitivity = sum(r[0] == "viral" for r in hits) / viral
    if not hits:
        return 0, sensitivity, None, None
    false = sum(weight[r[0]] for r in hits if r[0] == "host") / total
    return len(hits), sensitivity, false, sum(weight[r[0]] * (1 - r[4]) for r in hits) / total


def cut(rows, most, prevalence):
    """The lowest probability that keeps the expected share of false ones below `most`, counting down."""
    viral = sum(r[0] == "viral" for r in rows)
    weight = {"viral": prevalence / viral, "host": (1 - prevalence) / (len(rows) - viral)}
    missing = total = 0.0
    best = 2.0
    for r in sorted(rows, key=lambda r: -r[4]):
        missing += weight[r[0]] * (1 - r[4])
        total += weight[r[0]]
        if missing / total > most:
            break
        best = r[4]
    return best


def called(held):
    """How records fare under presets and rates, by probabilities that do not know their cluster."""
    print("\n| share of viral records | called virus | host and viral records called | sensitivity | false among called (95 %) | expected false |")
    print("|---:|---|---:|---:|---:|---:|")
    chance = random.Random(20261124)
    for prevalence in (0.5, 0.1, 0.01):
        shift = math.log(prevalence / (1 - prevalence))
        rows = [(*r[:4], 1 / (1 + math.exp(-math.log(r[4] / (1 - r[4])) - shift))) for r in held["frames", "record"]]
        clusters = {}
        for row in rows:
            clusters.setdefault(row[0], {}).setdefault(row[2], []).append(row)
        choices = {"conservative, p >= 0.9": lambda r: 0.9, "p >= 0.5": lambda r: 0.5, "sensitive, p >= 0.3": lambda r: 0.3}
        choices.update({f"--max-fdr {most}": lambda r, most=most: cut(r, most, prevalence) for most in (0.01, 0.05, 0.1)})
        for name, least in choices.items():
            count, sensitivity, false, expected = share_false(rows, least(rows), prevalence)
            drawn = []
            for _ in range(200):
                some = [row for own in clusters.values() for part in chance.choices(list(own.values()), k=len(own)) for row in part]
                drawn.append(share_false(some, least(some), prevalence)[2])
            drawn = sorted(d for d in drawn if d is not None)
            wrong = f"{false:.3f} ({drawn[len(drawn) // 40]:.2f}-{drawn[-1 - len(drawn) // 40]:.2f}) | {expected:.3f}" if count else "- | -"
            print(f"| {prevalence} | {name} | {count} | {sensitivity:.3f} | {wrong} |")
    rows = held["frames", "record"]
    print("\n| label | group | records | p >= 0.9 | p >= 0.5 | p >= 0.3 |\n|---|---|---:|---:|---:|---:|")
    for label, group in sorted({r[:2] for r in rows}, reverse=True):
        own = [r[4] for r in rows if r[:2] == (label, group)]
        print(f"| {label} | {group} | {len(own)} | " + " | ".join(f"{sum(p >= t for p in own) / len(own):.3f}" for t in (0.9, 0.5, 0.3)) + " |")


def labelled(fasta, scratch, length, table):
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
    if table:
        held = held_out(table, length)
        unit_groups(scores, truth, length, held)
        called(held)


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
    arguments.add_argument("--held-out", type=pathlib.Path)
    given = arguments.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    labelled(given.fasta, given.scratch, given.length, given.held_out)
    sys.stdout.flush()
    spliced(given.fasta, given.scratch, given.length, given.trials)


if __name__ == "__main__":
    main()
