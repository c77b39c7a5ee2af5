#!/usr/bin/env bash
# Installs what the checks need and the machine lacks: Chromium and a Java runtime (Debian packages, only as root),
# the pinned npm packages of tests/browser. Does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

has_java() {
  local major
  major=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || return 1
  [ "${major:-0}" -ge 17 ]
}

has_chromium() {
  [ -n "${CHROMIUM:-}" ] && return 0
  local name
  for name in chromium chromium-browser google-chrome chrome; do
    command -v "$name" >/dev/null && return 0
  done
  return 1
}

packages=()
has_chromium || packages+=(chromium fonts-dejavu-core)
has_java || packages+=(default-jre-headless)
command -v npm >/dev/null || packages+=(nodejs npm)
[ ${#packages[@]} -eq 0 ] || tests/install.sh "${packages[@]}"

# npm ci removes the folder first; skip it while the installed packages are those of the lock file.
cd tests/browser
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.installed
fi
