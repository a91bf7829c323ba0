#!/bin/sh
# Set up .venv with the pinned, hash-checked packages of requirements/<build|test|ocr|parquet>.txt.
# For tests also see to a Chromium for the browser tests (Debian's package where it may be installed).
set -eu
what=${1:?build, test, ocr or parquet}
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo "$@"
  else return 1; fi
}

apt() {
  command -v apt-get >/dev/null 2>&1 || return 1
  say "installing $* with apt-get"
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

python=
for p in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
  if command -v "$p" >/dev/null 2>&1 && "$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$p; break
  fi
done
[ -n "$python" ] || { say "Python 3.11 or newer is needed; none was found. On Debian: apt-get install python3"; exit 1; }

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  "$python" -m venv .venv 2>/dev/null || {
    rm -rf .venv
    apt python3-venv || { say "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
    "$python" -m venv .venv
  }
fi
say "installing the packages of requirements/$what.txt (hashes are checked)"
# Compiled when first used, not all at once: a third less on the disk.
.venv/bin/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes -r "requirements/$what.txt" ||
  { say "The packages could not be installed; is a package index reachable? (pip's own message is above)"; exit 1; }

if [ "$what" = test ]; then
  if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
    apt chromium || { say "The browser tests need Chromium and it could not be installed here. On Debian: apt-get install chromium"; exit 1; }
  fi
  touch .venv/build.stamp
fi
touch ".venv/$what.stamp"
