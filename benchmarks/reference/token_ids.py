"""One digest over the token ids of every nucleotide sequence in a folder's FASTA files, by the reference tokenizer.

    python token_ids.py TOKENIZER_JSON FOLDER

Files in the order of their names, records as they stand (lower case and ambiguous letters too): a line of ids for each, SHA-256
over all. Needs tokenizers. RealTokenizerTest holds VirNuc's own ids against what this printed.
"""
import hashlib
import pathlib
import sys

import tokenizers

tokenizer = tokenizers.Tokenizer.from_file(sys.argv[1])
digest, sequences, tokens = hashlib.sha256(), 0, 0
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.fa")):
    for record in path.read_text().split(">")[1:]:
        ids = tokenizer.encode("".join(record.splitlines()[1:])).ids
        digest.update((" ".join(map(str, ids)) + "\n").encode())
        sequences, tokens = sequences + 1, tokens + len(ids)
print(f"{sequences} sequences, {tokens} tokens, SHA-256 {digest.hexdigest()}")
