#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
"$V" predict - in.fa -o "$O/twice" --progress none <in.fa; echo "rc=$?"
"$V" predict - -o "$O/o" --write viral,host --progress none <in.fa; echo "rc=$?"
"$V" predict - -o "$O/o" --progress none --force <"$O/o/sequences.tsv"; echo "rc=$?"
