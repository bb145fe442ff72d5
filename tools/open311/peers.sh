#!/usr/bin/env bash
# FixMyStreet's Perl client against a server of this tree. Needs perllib/Open311.pm of FixMyStreet (AGPL, so it is not
# kept here) and the Debian packages named below.
#   make open311-peers CLIENT=/path/to/Open311.pm
set -euo pipefail
cd "$(dirname "$0")/../.."
CLIENT="${1:-}"
PACKAGES="liburi-perl libmoo-perl libmoox-types-mooselike-perl libxml-simple-perl libwww-perl libdatetime-format-w3cdtf-perl libxml-sax-expat-perl"
if [ ! -f "$CLIENT" ]; then
  echo "Name FixMyStreet's client: make open311-peers CLIENT=/path/to/fixmystreet/perllib/Open311.pm" >&2
  exit 2
fi
CLIENT="$(realpath "$CLIENT")"
if ! perl -MURI -MMoo -MMooX::Types::MooseLike::Base -MXML::Simple -MLWP::UserAgent -MDateTime::Format::W3CDTF -e 1 2>/dev/null; then
  echo "Perl modules are missing. On Debian: apt-get install $PACKAGES" >&2
  exit 2
fi
BIN="$PWD/.venv/bin/gongkai"
PORT="${PORT:-8311}"
export GONGKAI_DATA_DIR
GONGKAI_DATA_DIR="$(mktemp -d "${TMPDIR:-/tmp}/gongkai-open311.XXXXXX")"
unset GONGKAI_DATABASE_URL
server=""
end() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$GONGKAI_DATA_DIR"; }
trap end EXIT
"$BIN" init --agency-name 示例市城市管理局 --agency-code cg >/dev/null
key="$("$BIN" api-key create FixMyStreet 2>/dev/null)"
"$BIN" serve --port "$PORT" >"$GONGKAI_DATA_DIR/log.txt" 2>&1 &
server=$!
for _ in $(seq 200); do
  if perl -MLWP::Simple -e 'exit !get($ARGV[0])' "http://127.0.0.1:$PORT/open311/v2/discovery.xml"; then break; fi
  sleep 0.2
done
perl tools/open311/peers.pl "$CLIENT" "http://127.0.0.1:$PORT/open311/v2" "$key"
