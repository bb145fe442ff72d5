#!/usr/bin/env bash
# ruff, mypy, import contracts, messages, migrations. All are run; the exit status tells whether all passed.
set -uo pipefail
cd "$(dirname "$0")/.."
BIN="$PWD/.venv/bin"
export GONGKAI_DATA_DIR DJANGO_SETTINGS_MODULE=gongkai.config.settings
GONGKAI_DATA_DIR="$(mktemp -d "${TMPDIR:-/tmp}/gongkai-check.XXXXXX")"
trap 'rm -rf "$GONGKAI_DATA_DIR"' EXIT
failed=0
try() { local name="$1"; shift; if "$@"; then echo "ok      $name"; else echo "FAILED  $name"; failed=1; fi; }
try "ruff check" "$BIN/ruff" check -q src tests tools
try "ruff format" "$BIN/ruff" format --check -q src tests tools
try "mypy --strict" "$BIN/mypy"
try "import contracts" "$BIN/lint-imports"
try "messages" "$BIN/python" tools/messages.py check
try "migrations in step" "$BIN/python" -m django makemigrations --check --dry-run -v 0
exit "$failed"
