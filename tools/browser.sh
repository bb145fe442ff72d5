#!/usr/bin/env bash
# The browser the journeys are driven with, from Debian's packages where that is allowed.
set -euo pipefail
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if found >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then exit 0; fi
install=(apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig)
if ! command -v apt-get >/dev/null; then
  echo "No Chromium was found, and this is not Debian: install Chromium and a Chinese font to run the browser tests." >&2
elif [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
elif sudo -n true 2>/dev/null; then
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
else
  echo "No Chromium was found. To run the browser tests: sudo apt-get install chromium fonts-noto-cjk" >&2
fi
