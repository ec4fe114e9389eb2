"""What PyTorch computes in a few epochs of a small head: the reference of MlpGoldenTest.

    python benchmarks/reference/train_golden.py pipeline/training/src/test/resources/org/virnuc/training/head/torch.json

Batches are consecutive rows, the last one smaller; there is no dropout, because PyTorch's random numbers are its own. Needs torch.
"""
import json
import sys

import torch

FEATURES, HIDDEN, ROWS, VALIDATION, BATCH, EPOCHS = 24, 16, 90, 40, 32, 3
NAMES = {"hidden_layer": 0, "bn1": 1, "output_layer": 3}


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def weights(model):
    state = model.state_dict()
    return {f"{name}.{key.split('.', 1)[1]}": numbers(state[key]) for name, at in NAMES.items()
            for key in state if key.startswith(f"{at}.") and not key.endswith("tracked")}


def main(out):
    torch.manual_seed(5)
    x = torch.randn(ROWS + VALIDATION, FEATURES)
    y = ((x[:, :4].sum(1) + 0.5 * torch.randn(len(x))) > 0.7).long()
    model = torch.nn.Sequential(torch.nn.Linear(FEATURES, HIDDEN), torch.nn.BatchNorm1d(HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 2))
    train, held = slice(0, ROWS), slice(ROWS, None)
    balance = ROWS / (2 * torch.bincount(y[train]).float())
    loss_of = torch.nn.CrossEntropyLoss(weight=balance)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.85)
    told = {"features": FEATURES, "hidden": HIDDEN, "rows": ROWS, "batch": BATCH, "values": numbers(x), "labels": y.tolist(),
            "classWeights": numbers(balance), "start": weights(model), "epochs": []}
    for _ in range(EPOCHS):
        model.train()
        losses = []
        for at in range(0, ROWS, BATCH):
            optimizer.zero_grad()
            loss = loss_of(model(x[at:min(ROWS, at + BATCH)]), y[at:min(ROWS, at + BATCH)])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        rate = schedule.get_last_lr()[0]
        schedule.step()
        model.eval()
        with torch.no_grad():
            scores = torch.softmax(model(x[held]), 1)[:, 1]
            validation = loss_of(model(x[held]), y[held]).item()
        told["epochs"].append({"rate": rate, "losses": losses, "validation": validation, "scores": numbers(scores), "weights": weights(model)})
    with open(out, "w") as file:
        json.dump(told, file)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
