#!/usr/bin/env bash
# How many instructions a fixed build takes: a site with 60 measures, without PDF, on one thread. Counted by callgrind,
# so that the number is the same on a busy and an idle machine. Fails when it is more than a fifth above the one in
# tests/cost.txt. With --write that number is written anew: do it in the commit that makes the program slower on
# purpose, and say why.
#
#   tests/cost.sh PROGRAM SITE [--write]      SITE: what `cargo bench --bench site -- --write SITE 60` makes
set -euo pipefail

kept=$(realpath "$(dirname "$0")/cost.txt")
program=$(realpath "$1")
site=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

env -i PATH="$PATH" HOME="$work" LC_ALL=C RAYON_NUM_THREADS=1 \
  valgrind --tool=callgrind --callgrind-out-file="$work/out" \
  "$program" build --no-pdf --site "$site" --output "$work/output" 2>"$work/talk" \
  || { cat "$work/talk" >&2; exit 1; }
now=$(sed -n 's/^summary: //p' "$work/out")
[ "$(find "$work/output" -name '*.html' | wc -l)" -gt 100 ] || { echo "the build made too few pages" >&2; exit 1; }

if [ "${3:-}" = --write ]; then
  echo "$now" >"$kept"
  echo "$now instructions, kept in $kept"
  exit
fi
before=$(cat "$kept")
percent=$(((now - before) * 100 / before))
echo "$now instructions, $before before: $percent %"
if [ "$percent" -gt 20 ]; then
  echo "the build takes $percent % more instructions than tests/cost.txt says; find out why (callgrind_annotate), or" >&2
  echo "if it has to be so: tests/cost.sh $1 $2 --write" >&2
  exit 1
fi
[ "$percent" -gt -20 ] || echo "that is much better; keep it: tests/cost.sh $1 $2 --write"
