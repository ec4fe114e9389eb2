"""How far a run with --cascade agrees with the run of the big model alone, on chunks that had no part in finding the band.

    python benchmarks/reference/cascade.py FULL_RUN CASCADE_RUN [CASCADE_RUN ...]

Runs are finished run directories of virnuc on the same input; FULL_RUN is of the big model without --cascade. Needs nothing but
Python. Both runs list chunks in the order of the input, so duplicate ids do no harm.
"""

import json
import pathlib
import sys


def frames(run):
    """Chunk ids with their consensus labels, in the order of the input."""
    chunks, last = [], ""
    with open(pathlib.Path(run) / "prediction_results.txt", encoding="latin1") as lines:
        next(lines)
        for line in lines:
            name, _, others, virus = line.rstrip("\n").split("\t")
            if name[:-2] != last[:-2] or name <= last:
                chunks.append([name[:-2], 0.0, 0.0])
            last = name
            chunks[-1][1] = max(chunks[-1][1], float(others))
            chunks[-1][2] = max(chunks[-1][2], float(virus))
    return [(name, virus - others >= -1e-6) for name, others, virus in chunks]


def deciders(run):
    with open(pathlib.Path(run) / "cascade.tsv", encoding="latin1") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [(f"{row[0]}_chunk_{row[1]}", row[2], row[3]) for row in rows]


def verdicts(run):
    with open(pathlib.Path(run) / "sequences.tsv", encoding="latin1") as lines:
        next(lines)
        return [line.split("\t")[11] for line in lines]


def share(part, whole):
    return f"{part}/{whole}" + (f" = {100 * part / whole:.2f} %" if whole else "")


def stages(run):
    report = json.loads((pathlib.Path(run) / "telemetry.json").read_text())
    return {stage["id"]: stage for stage in report["stages"]}


def main():
    full = frames(sys.argv[1])
    for run in sys.argv[2:]:
        here, who = frames(run), deciders(run)
        assert [name for name, _ in full] == [name for name, _ in here] == [name for name, _, _ in who]
        same = [one[1] == other[1] for one, other in zip(full, here)]
        rest = [s for s, (_, _, why) in zip(same, who) if why != "sample"]
        clear = [s for s, (_, _, why) in zip(same, who) if why == "clear"]
        big = [s for s, (_, model, _) in zip(same, who) if model == "big"]
        records = list(zip(verdicts(sys.argv[1]), verdicts(run)))
        cascade = json.loads((pathlib.Path(run) / "cascade.json").read_text())
        print(run)
        print("  asked for", cascade["agreement"], "by", cascade["rule"], "band up to a lead of", cascade["band_lead"])
        print("  chunks of the big model", share(len(big), len(same)), "sample", cascade["chunks"]["big_sample"])
        print("  same label: all chunks", share(sum(same), len(same)))
        print("  same label: chunks not in the sample", share(sum(rest), len(rest)))
        print("  same label: chunks of the small model", share(sum(clear), len(clear)))
        print("  same verdict: records", share(sum(a == b for a, b in records), len(records)))
        for name, stage in stages(run).items():
            calls = stage["calls"]
            if calls["count"]:
                print(f"  {name}: {calls['prompt_tokens']} tokens, {stage['wall_seconds']:.1f} s,",
                      f"CPU {(stage['cpu_user_seconds'] or 0) + (stage['cpu_system_seconds'] or 0):.1f} s")


if __name__ == "__main__":
    main()
