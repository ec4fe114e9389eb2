"""What scikit-learn says of some labelled scores, with ties: the reference of AccuracyGoldenTest.

    python benchmarks/reference/metrics_golden.py pipeline/calling/src/test/resources/org/virnuc/calling/accuracy/sklearn.json

Needs numpy and scikit-learn.
"""
import json
import sys

import numpy
from sklearn.metrics import accuracy_score, brier_score_loss, confusion_matrix, roc_auc_score


def main(out):
    random = numpy.random.default_rng(4)
    viral = random.random(300) < 0.3
    scores = numpy.round(numpy.clip(random.normal(numpy.where(viral, 0.62, 0.4), 0.2), 0, 1), 2)
    # a score on an edge belongs to the bin above, 1 to the last
    bins = numpy.minimum((scores * 10).astype(int), 9)
    counts = numpy.bincount(bins, minlength=10)
    counts = counts[counts > 0]
    told = {"scores": scores.tolist(), "viral": [int(v) for v in viral], "auroc": roc_auc_score(viral, scores),
            "brier": brier_score_loss(viral, scores), "accuracy": accuracy_score(viral, scores >= 0.5),
            "error": float(numpy.sum(counts * numpy.abs(predicted_of(scores, bins) - observed_of(viral, bins))) / len(scores))}
    (true_host, false_viral), (false_host, true_viral) = confusion_matrix(viral, scores >= 0.5)
    told["sensitivity"] = true_viral / (true_viral + false_host)
    told["fpr"] = false_viral / (false_viral + true_host)
    with open(out, "w") as file:
        json.dump({key: value if not isinstance(value, numpy.floating) else float(value) for key, value in told.items()}, file)
        file.write("\n")


def predicted_of(scores, bins):
    return numpy.array([scores[bins == b].mean() for b in range(10) if (bins == b).any()])


def observed_of(viral, bins):
    return numpy.array([viral[bins == b].mean() for b in range(10) if (bins == b).any()])


if __name__ == "__main__":
    main(*sys.argv[1:])
