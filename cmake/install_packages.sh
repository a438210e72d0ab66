#!/usr/bin/env bash
# Installs the packages of packages.txt that are missing. Usage: install_packages.sh run|test ...
set -euo pipefail
list="$(dirname "$0")/../packages.txt"

missing=()
for kind in "$@"; do
  while read -r who package; do
    [ "$who" = "$kind" ] || continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done < "$list"
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "These packages are needed and this system has no apt-get to install them: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Packages are missing. Run as root:  apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
log="$(mktemp)"
if ! { "${as_root[@]}" apt-get update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } > "$log" 2>&1; then
  tail -n 30 "$log" >&2
  echo "Installing the packages failed; the lines above say why. On Ubuntu the 'universe' component must be enabled." >&2
  exit 1
fi
rm -f "$log"
