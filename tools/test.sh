#!/usr/bin/env bash
# Every test on SQLite, then on PostgreSQL every test that asks the database. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
PY="$PWD/.venv/bin/python"
export GONGKAI_DATA_DIR
GONGKAI_DATA_DIR="$(mktemp -d "${TMPDIR:-/tmp}/gongkai-tests.XXXXXX")"
trap 'rm -rf "$GONGKAI_DATA_DIR"' EXIT
unset GONGKAI_DATABASE_URL
choose=()
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  [ -z "${CI:-}" ] || { echo "No browser: in CI the browser tests must run." >&2; exit 1; }
  echo "No Chromium on this machine: the browser tests are left out." >&2
  choose=(-m "not browser")
fi
# One worker a core. A file stays on one worker, which builds its stage once; tests/conftest.py puts the longest first.
workers="${GONGKAI_TEST_WORKERS:-$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}"
run() { "$PY" -m pytest -q -n "$workers" --dist loadfile --no-loadscope-reorder "$@"; }
echo "== SQLite"
run "${choose[@]}" "$@"
postgres="${GONGKAI_TEST_POSTGRES:-postgres://postgres@127.0.0.1:5432/postgres}"
if ! "$PY" -c 'import sys, psycopg; psycopg.connect(sys.argv[1].replace("postgres://", "postgresql://", 1), connect_timeout=5).close()' "$postgres" 2>/dev/null; then
  if [ -n "${CI:-}" ]; then
    echo "PostgreSQL is not reachable at $postgres: in CI the suite must run on it too." >&2
    exit 1
  fi
  echo "PostgreSQL is not reachable at $postgres: tested on SQLite alone."
  echo "GONGKAI_TEST_POSTGRES=postgres://user:password@host:port/name names another server."
  exit 0
fi
echo "== PostgreSQL"
# Where every test that was asked for is left to SQLite, pytest ends with 5.
GONGKAI_DATABASE_URL="$postgres" run "${choose[@]}" "$@" || [ $? -eq 5 ]
