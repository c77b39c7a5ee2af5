#!/usr/bin/env bash
# The whole test suite, on a machine with nothing but Rust, npm and (as root, on Debian) apt.
# Stops at the first step that fails; everything is built once, in the release profile.
#
#   tests/run.sh             all steps
#   tests/run.sh STEP…       only these, by name, in the order of the list below
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=target/checks # sites that only the checks need; kept, so that a later step can be repeated alone
program=target/release/sachstand
browser=tests/browser

format() { cargo fmt --check; }
# As people use it, and as a developer without PDF does.
lint() {
  cargo clippy --locked --release --all-targets -- -D warnings
  cargo clippy --locked --release --no-default-features -- -D warnings
}
# Where tests ask a crate for more features than the program does, all that stands on it is compiled twice, our own code too.
features() {
  crates() { cargo tree --locked --edges "$1" --prefix none --format '{p} {f}' | sed 's/ (\*)$//' | sort -u; }
  local program together other
  program=$(crates normal,build)
  together=$(crates normal,build,dev)
  other=$(comm -23 <(echo "$program") <(echo "$together"))
  [ -z "$other" ] || { echo "other features in tests, name them in Cargo.toml: $other" >&2; return 1; }
}
tests() { cargo test --locked --release; }
docs() { RUSTDOCFLAGS='-D warnings' cargo doc --locked --release --no-deps --document-private-items; }
tools() { tests/setup.sh; }
selftest() { node "$browser/selftest.mjs"; }

# Every site the later steps look at: the example (twice), the same for file://, a generated one with a second list page
# and with addresses that were left.
build() {
  cargo build --locked --release
  rm -rf "$scratch"
  tests/reproducible.sh "$program" . output
  "$program" build --portable --output "$scratch/portable"
  cargo bench --locked --quiet --bench site -- --write "$scratch/generated" 600
  printf '%s\n' 'frueher/liste/ -> massnahmen/' 'frueher/plan/ withdrawn: Der Plan wurde nicht beschlossen.' \
    >"$scratch/generated/content/permalinks.txt"
  "$program" build --no-pdf --site "$scratch/generated" --output "$scratch/many"
}

killed() {
  command -v strace >/dev/null || tests/install.sh strace
  tests/killed.sh "$program"
}

cost() {
  command -v valgrind >/dev/null || tests/install.sh valgrind
  cargo bench --locked --quiet --bench site -- --write "$scratch/small" 60
  tests/cost.sh "$program" "$scratch/small"
}

# Licences, sources and banned crates need no network; the list of advisories does, and a release is not made without it.
supply() {
  command -v cargo-deny >/dev/null || { echo "skipped: cargo install --locked cargo-deny"; return; }
  cargo deny --all-features --config tests/deny.toml check --hide-inclusion-graph licenses bans sources
}

links() {
  node "$browser/links.mjs" output
  node "$browser/links.mjs" "$scratch/portable" --portable
  node "$browser/links.mjs" "$scratch/many"
}

html() { node "$browser/html.mjs" output; }

lists() {
  node "$browser/lists.mjs" output --portable "$scratch/portable"
  node "$browser/lists.mjs" "$scratch/many"
}

pages() {
  node "$browser/pages.mjs" output
  node "$browser/pages.mjs" "$scratch/many" --kind 'list page 2' --kind withdrawn
}

papers() { tests/pdf.sh output; }

all=(format lint features tests docs supply tools selftest build killed cost links html lists pages papers)
for name in "$@"; do
  [[ " ${all[*]} " == *" $name "* ]] || { echo "unknown step: $name (known: ${all[*]})" >&2; exit 2; }
done

durations=()
for name in "${all[@]}"; do
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  printf '\n=== %s\n' "$name"
  started=$SECONDS
  # A step runs in a shell of its own, so that its first failing command ends it.
  status=0
  (set -e; "$name") & wait $! || status=$?
  durations+=("$(printf '%-8s %4d s' "$name" $((SECONDS - started)))")
  printf -- '--- %s: %d s\n' "$name" $((SECONDS - started))
  if [ $status -ne 0 ]; then
    printf '\n%s\n' "${durations[@]}" >&2
    printf '\nFAILED in step "%s" (exit %d). To repeat it alone: tests/run.sh %s\n' "$name" "$status" "$name" >&2
    exit 1
  fi
done
printf '\n=== all steps passed in %d s\n' "$SECONDS"
printf '%s\n' "${durations[@]}"
