"""The table of labels that the validation records are calibrated with: id, label, cluster, group. Python 3.9 or newer, no packages.

    python3 benchmarks/reference/labels.py SOURCES.tsv > labels.tsv

SOURCES.tsv is the table of the data set. The cluster of a virus is that of the data set; of a host its genus or clade, the first word of the
organism, or the first two of a candidate's.
"""

import csv
import sys


def main():
    print("id", "label", "cluster", "group", sep="\t")
    for row in csv.DictReader(open(sys.argv[1]), delimiter="\t"):
        if row["split"] == "valid":
            words = row["organism"].split()
            host = "_".join(words[:2] if words[0] == "Candidatus" else words[:1])
            print(row["id"], row["label"], row["viral_cluster"] or host, row["group"], sep="\t")


if __name__ == "__main__":
    main()
