"""Chunks without an open frame: how many have a score, and how often it is right.

    virnuc predict labelled.fa --length 500 --fallback stretches,dna -o RUN
    python3 benchmarks/reference/fallback.py labelled.fa RUN

Headers say label=viral or label=host. A chunk's figure is its score for virus less its score for others. Needs nothing but Python.
"""
import csv
import gzip
import sys


def labels(path):
    with (gzip.open if path.endswith('.gz') else open)(path, 'rt') as lines:
        return {line[1:].split()[0]: 'label=viral' in line for line in lines if line[0] == '>'}


def table(path):
    with open(path) as lines:
        yield from csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE)


def auroc(truth, scores):
    """The mean rank of the viral ones, ties counting half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, at = [0.0] * len(scores), 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[at]]:
            end += 1
        for place in range(at, end + 1):
            ranks[order[place]] = (at + end) / 2 + 1
        at = end + 1
    viral = sum(truth)
    return (sum(r for r, y in zip(ranks, truth) if y) - viral * (viral + 1) / 2) / (viral * (len(truth) - viral))


def first(*sources):
    return lambda scores: next((scores[s] for s in sources if s in scores), None)


def mean(scores):
    both = [scores[s] for s in ('stretches', 'dna-only') if s in scores]
    return scores['frames'] if 'frames' in scores else sum(both) / len(both)


def main(fasta, run):
    truth = labels(fasta)
    chunks = {}
    for row in table(run + '/chunk_scores.tsv'):
        chunks.setdefault((row['id'], row['chunk']), {})[row['source']] = float(row['score2']) - float(row['score1'])
    total = sum(int(row['chunks']) for row in table(run + '/sequences.tsv'))

    def say(name, score, which=lambda scores: True):
        found = [(truth[key[0]], score(s)) for key, s in chunks.items() if which(s) and score(s) is not None]
        viral, values = [f[0] for f in found], [f[1] for f in found]
        right = [(v >= 0) == y for y, v in found]
        print(f'{name:42s} {len(found):7,d} chunks {len(found) / total:.4f} AUROC {auroc(viral, values):.3f} right {sum(right) / len(right):.3f}')

    say('frames', first('frames'))
    say('frames, else stretches', first('frames', 'stretches'))
    say('frames, else DNA', first('frames', 'dna-only'))
    say('frames, else mean of stretches and DNA', mean)
    closed = lambda s: 'frames' not in s and 'stretches' in s and 'dna-only' in s
    say('without an open frame, stretches', first('stretches'), closed)
    say('without an open frame, DNA', first('dna-only'), closed)
    say('without an open frame, mean of both', mean, closed)
    tiers = {}
    for row in table(run + '/contig_calls.tsv'):
        right, all_ = tiers.get(row['tier'], (0, 0))
        tiers[row['tier']] = right + ((row['call'] == 'virus') == truth[row['ID']] and row['call'] != 'unscored'), all_ + 1
    print('records right, by tier:', ', '.join(f'{tier} {right} of {all_}' for tier, (right, all_) in tiers.items()))


if __name__ == '__main__':
    main(*sys.argv[1:])
