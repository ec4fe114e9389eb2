"""Another head for virnuc-mini's encoders, so that a cascade has two models that differ: VirNucPro's MLP, trained on the vectors of a finished run.

    python benchmarks/reference/train_head.py TRAINING_FASTA RUN OUT.safetensors [SEED]

RUN is a finished run of virnuc with its work folder, on the file that `distribution.py sample TRAINING_FASTA` wrote; labels are in the headers of
TRAINING_FASTA. Both labels weigh the same. Needs torch, numpy and safetensors. The same input and seed give the same head on the same machine.
"""
import sys

import numpy
import torch
from accuracy import field, read_fasta
from distribution import features
from safetensors.torch import save_file

EPOCHS, ROWS, HIDDEN = 30, 128, 512


def main(training, run, out, seed="12"):
    torch.manual_seed(int(seed))
    viral = {header.split()[0]: field(header, "label") == "viral" for header, _ in read_fasta(training)}
    values, ids = features(run)
    x = torch.tensor(values, dtype=torch.float32)
    y = torch.tensor([int(viral[name.rsplit("|", 1)[0]]) for name in ids])
    weights = len(y) / (2 * torch.bincount(y).float())
    hidden, norm, output = torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.BatchNorm1d(HIDDEN), torch.nn.Linear(HIDDEN, 2)
    model = torch.nn.Sequential(hidden, norm, torch.nn.ReLU(), torch.nn.Dropout(0.5), output)
    steps = EPOCHS * (len(y) // ROWS)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(y))[:len(y) // ROWS * ROWS].view(-1, ROWS):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[rows]), y[rows], weights)
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()
    right = numpy.mean((model(x).argmax(1) == y).numpy())
    print(f"{len(y):,} frames, {int(y.sum()):,} of them viral; right about {right:.3f} of those it was trained on")
    parts = {"hidden_layer": hidden, "bn1": norm, "output_layer": output}
    save_file({f"{name}.{key}": tensor.contiguous() for name, part in parts.items() for key, tensor in part.state_dict().items()
               if key != "num_batches_tracked"}, out, metadata={"format": "pt"})


if __name__ == "__main__":
    main(*sys.argv[1:])
