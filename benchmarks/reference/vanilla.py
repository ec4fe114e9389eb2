"""Predicts the vanilla way, in PyTorch and in Python, as VirNucPro's users do: from FASTA to VirNucPro's two result files.

    python vanilla.py INPUT --dna-model DIR --protein-model DIR --head FILE --out DIR [--length 500]

Every stage reads what the one before has written: one pass that chunks, one that translates in six frames, files of 10,000 records,
DNABERT-S one sequence a call, ESM-2 by Hugging Face (eager) in batches of 2,048 tokens, both in fp32 and with their vectors saved file by
file, a file of both vectors for each, the head, the consensus. Only DNABERT-S is written out operator by operator, because its published
code is fetched with the model. Prints the seconds of each stage, loading of models included, and of the whole process. Needs torch,
transformers, tokenizers and safetensors. Not part of the build; RESULTS.md says what it printed.
"""
import time

START = time.perf_counter()

import argparse
import contextlib
import itertools
import math
import pathlib

import tokenizers
import torch
from safetensors.torch import load_file
from torch import nn

import reference_models

RECORDS_PER_FILE = 10_000
TOKENS_PER_BATCH = 2_048
FRAMES_PER_BATCH = 256
RESIDUES = 1_024
PADDING = 1
LETTERS = "TCAG"
AMINO_ACIDS = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = dict(zip(map("".join, itertools.product(LETTERS, repeat=3)), AMINO_ACIDS))
COMPLEMENT = str.maketrans("ACGT", "TGCA")


class Classifier(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.hidden_layer = nn.Linear(features, hidden)
        self.bn1 = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(0.5)
        self.output_layer = nn.Linear(hidden, 2)

    def forward(self, x):
        return self.output_layer(self.dropout(torch.relu(self.bn1(self.hidden_layer(x)))))


def read_fasta(path):
    name, lines = None, []
    with open(path) as file:
        for line in file:
            if line.startswith(">"):
                if name is not None:
                    yield name, "".join(lines)
                name, lines = line[1:].split(maxsplit=1)[0], []
            else:
                lines.append(line.strip())
    if name is not None:
        yield name, "".join(lines)


def write_fasta(path, records):
    with open(path, "w") as file:
        for name, sequence in records:
            file.write(f">{name}\n{sequence}\n")


def chunks(sequence, length):
    """Overlapping a little, so that all but the last are of this length; the overlap of the first ones is larger by one."""
    count = math.ceil(len(sequence) / length)
    surplus = count * length - len(sequence)
    lower = surplus // count
    larger = surplus - lower * (count - 1)
    start = 0
    for i in range(count):
        yield sequence[start : start + length]
        start += length - (lower + 1 if i < larger else lower)


def chunk(source, target, length):
    write_fasta(target, ((f"{name}_chunk_{i}", part) for name, sequence in read_fasta(source)
                         for i, part in enumerate(chunks(sequence, length), 1)))


def frames(sequence):
    """Name, nucleotides and protein of each frame without a stop; a codon with any other letter yields nothing."""
    forward = sequence.upper()
    for direction, strand in (("F", forward), ("R", forward.translate(COMPLEMENT)[::-1])):
        for offset in range(3):
            protein = "".join(CODONS.get(strand[i : i + 3], "") for i in range(offset, len(strand) - 2, 3))
            if protein and "*" not in protein:
                yield f"{direction}{offset + 1}", strand[offset : offset + 1 + 3 * len(protein)], protein


def translate(source, nucleotides, proteins):
    found = [(name + frame, dna, protein) for name, sequence in read_fasta(source) for frame, dna, protein in frames(sequence)]
    write_fasta(nucleotides, ((name, dna) for name, dna, _ in found))
    write_fasta(proteins, ((name, protein) for name, _, protein in found))


def split(source, folder):
    folder.mkdir(exist_ok=True)
    records, paths = read_fasta(source), []
    while part := list(itertools.islice(records, RECORDS_PER_FILE)):
        paths.append(folder / f"output_{len(paths) + 1}{source.suffix}")
        write_fasta(paths[-1], part)
    return paths


def save_vectors(source, vectors):
    path = source.with_suffix(".pt")
    torch.save({"ids": list(vectors), "vectors": torch.stack(list(vectors.values()))}, path)
    return path


def load_vectors(path):
    saved = torch.load(path)
    return dict(zip(saved["ids"], saved["vectors"]))


def embed_dna(sources, folder):
    tokenizer = tokenizers.Tokenizer.from_file(f"{folder}/tokenizer.json")
    model = reference_models.dnabert_s(folder)
    return [save_vectors(source, {name: model(torch.tensor([tokenizer.encode(sequence).ids]))[0].mean(0)
                                  for name, sequence in read_fasta(source)}) for source in sources]


def batches(records):
    """By length, as fair-esm's batches of tokens are made."""
    batch, longest = [], 0
    for name, row in sorted(records, key=lambda record: len(record[1])):
        if batch and max(longest, len(row)) * (len(batch) + 1) > TOKENS_PER_BATCH:
            yield batch
            batch, longest = [], 0
        batch.append((name, row))
        longest = max(longest, len(row))
    if batch:
        yield batch


def embed_proteins(sources, folder):
    vocabulary = {token: i for i, token in enumerate(open(f"{folder}/vocab.txt").read().split())}
    cls, eos, unknown = (vocabulary[token] for token in ("<cls>", "<eos>", "<unk>"))
    model = reference_models.esm2(folder)
    paths = []
    for source in sources:
        vectors = {}
        rows = [(name, [cls, *(vocabulary.get(letter, unknown) for letter in protein), eos]) for name, protein in read_fasta(source)]
        for batch in batches(rows):
            ids = nn.utils.rnn.pad_sequence([torch.tensor(row) for _, row in batch], batch_first=True, padding_value=PADDING)
            for (name, row), states in zip(batch, model(ids)):
                vectors[name] = states[1 : min(len(row) - 1, RESIDUES + 1)].mean(0)
        paths.append(save_vectors(source, vectors))
    return paths


def merge(dna_paths, protein_paths, folder):
    folder.mkdir(exist_ok=True)
    paths = []
    for dna_path, protein_path in zip(dna_paths, protein_paths, strict=True):
        proteins = load_vectors(protein_path)
        merged = {name: torch.cat([vector, proteins[name]]) for name, vector in load_vectors(dna_path).items()}
        paths.append(save_vectors(folder / dna_path.name, merged))
    return paths


def predict(sources, head, target):
    weights = load_file(head)
    hidden, features = weights["hidden_layer.weight"].shape
    model = Classifier(features, hidden).eval()
    # The batches of training are counted in the published head, and not needed.
    model.load_state_dict({"bn1.num_batches_tracked": torch.tensor(0), **weights})
    scores = {}
    for source in sources:
        saved = torch.load(source)
        rows = torch.cat([torch.softmax(model(batch), 1) for batch in saved["vectors"].split(FRAMES_PER_BATCH)])
        scores.update(zip(saved["ids"], rows.numpy()))
    with open(target, "w") as file:
        file.write("Sequence_ID\tPrediction\tscore1\tscore2\n")
        for name, (others, virus) in scores.items():
            file.write(f"{name}\t{'virus' if virus > others else 'others'}\t{others}\t{virus}\n")
    return scores


def consensus(scores, target):
    best = {}
    for name, (others, virus) in scores.items():
        highest = best.get(name[:-2], (0, 0))
        best[name[:-2]] = max(highest[0], others), max(highest[1], virus)
    with open(target, "w") as file:
        file.write("Modified_ID\tIs_Virus\n")
        for name, (others, virus) in sorted(best.items()):
            file.write(f"{name}\t{virus >= others}\n")


@contextlib.contextmanager
def timed(stage):
    start = time.perf_counter()
    yield
    print(f"{stage}: {time.perf_counter() - start:.2f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("--dna-model", required=True)
    parser.add_argument("--protein-model", required=True)
    parser.add_argument("--head", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--length", type=int, default=500)
    options = parser.parse_args()
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    with timed("chunking"):
        chunk(options.input, out / "chunked.fa", options.length)
    with timed("translation"):
        translate(out / "chunked.fa", out / "nucleotide.fa", out / "protein.faa")
    with timed("nucleotide splitting"):
        nucleotides = split(out / "nucleotide.fa", out / "nucleotide")
    with timed("protein splitting"):
        proteins = split(out / "protein.faa", out / "protein")
    with timed("dnabert-s"):
        dna_vectors = embed_dna(nucleotides, options.dna_model)
    with timed("esm-2"):
        protein_vectors = embed_proteins(proteins, options.protein_model)
    with timed("merging"):
        merged = merge(dna_vectors, protein_vectors, out / "merged")
    with timed("prediction"):
        scores = predict(merged, options.head, out / "prediction_results.txt")
    with timed("consensus"):
        consensus(scores, out / "prediction_results_highestscore.csv")
    print(f"process: {time.perf_counter() - START:.2f} s for {len(scores)} frames")


if __name__ == "__main__":
    with torch.inference_mode():
        main()
