#!/usr/bin/env bash
# Installs what a command of the Makefile needs and the machine lacks.
#   libraries: OpenBLAS, SQLite, pkg-config     pip: Python's package installer, to fetch models
set -euo pipefail

install_debian() {
  local missing=()
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  echo "Installing ${missing[*]}"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_mac() {
  for package in "$@"; do
    brew list "$package" >/dev/null 2>&1 || brew install "$package"
  done
}

libraries() {
  if command -v dpkg >/dev/null; then
    install_debian libopenblas-dev libsqlite3-dev pkg-config
  elif command -v brew >/dev/null; then
    install_mac openblas sqlite pkg-config
  elif ! pkg-config --exists openblas sqlite3 2>/dev/null; then
    echo "Install the development files of OpenBLAS and SQLite and pkg-config, then try again." >&2
    exit 1
  fi
}

pip() {
  python3 -m pip --version >/dev/null 2>&1 && return
  if command -v dpkg >/dev/null; then
    install_debian python3 python3-pip
  elif command -v brew >/dev/null; then
    install_mac python
  else
    echo "Install Python 3 with pip, then try again: models come as Python packages." >&2
    exit 1
  fi
}

case "${1:-}" in
  libraries | pip) "$1" ;;
  *) echo "usage: $0 libraries|pip" >&2 && exit 2 ;;
esac
