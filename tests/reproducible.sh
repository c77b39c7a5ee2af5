#!/usr/bin/env bash
# The same input gives the same bytes: builds a site twice, the second time from a copy in another folder, with
# another working directory, time zone, language and number of threads, and compares every file. Then builds over
# the first output again, which must change neither bytes nor time stamps.
#
#   tests/reproducible.sh PROGRAM SITE OUTPUT      OUTPUT: where the first build goes; it is kept
set -euo pipefail

program=$(realpath "$1")
site=$(realpath "$2")
output=$(realpath -m "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

files() { find "$1" -type f | wc -l; }

rm -rf "$output"
(cd "$site" && TZ=UTC LC_ALL=C.UTF-8 "$program" build --output "$output")
[ "$(files "$output")" -gt 0 ] || { echo "the build wrote no file to $output" >&2; exit 1; }

mkdir "$work/elsewhere"
cp -R "$site/content" "$work/elsewhere/"
[ ! -d "$site/themes" ] || cp -R "$site/themes" "$work/elsewhere/"
(cd / && TZ=Pacific/Kiritimati LC_ALL=C LANG=tr_TR.UTF-8 RAYON_NUM_THREADS=1 \
  "$program" build --site "$work/elsewhere" --output "$work/second")
diff -r "$output" "$work/second" || { echo "two builds of the same input differ" >&2; exit 1; }

stamps() { (cd "$1" && find . -type f -printf '%p %s %T@\n' | sort); }
stamps "$output" >"$work/before"
cp -R "$output" "$work/copy"
(cd "$site" && "$program" build --output "$output")
diff -r "$output" "$work/copy" || { echo "a build over its own output changes files" >&2; exit 1; }
stamps "$output" | diff "$work/before" - || { echo "a build over its own output touches unchanged files" >&2; exit 1; }
echo "reproducible: $(files "$output") files, the same bytes from both builds"
