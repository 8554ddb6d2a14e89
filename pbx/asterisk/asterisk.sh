#!/usr/bin/env bash
# Brings a real Asterisk 22 to a Debian 12 machine for development and tests: in a folder of its own, without root,
# without touching the host. Each running instance has its own run folder and ports, and listens on loopback only.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'TEXT'
usage: asterisk.sh install
       asterisk.sh start   --run-dir DIR [--sip-port N] [--ami-port N] [--trunk-port N] [--rtp-from N]
                           [--ring-seconds N] [--queue-seconds N]
       asterisk.sh run     (as start, in the foreground)
       asterisk.sh stop    --run-dir DIR
       asterisk.sh status  [--run-dir DIR]
       asterisk.sh console --run-dir DIR [COMMAND]

It listens on 127.0.0.1, unless RINGBACK_ASTERISK_BIND names another address (for a container of its own).
The program is kept in $RINGBACK_ASTERISK_DIR (else ~/.cache/ringback/asterisk; for root /var/lib/ringback-asterisk).
TEXT
}

say() { printf 'asterisk: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

install_dir() {
  if [[ -n "${RINGBACK_ASTERISK_DIR:-}" ]]; then
    printf '%s\n' "$RINGBACK_ASTERISK_DIR"
  elif [[ $(id -u) -eq 0 ]]; then
    printf '/var/lib/ringback-asterisk\n'
  else
    printf '%s/ringback/asterisk\n' "${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}"
  fi
}

# The unpacked system. A folder that carries the mark is complete: it is renamed into place as the last step.
asterisk_root() { printf '%s/root\n' "$(install_dir)"; }
is_installed() { [[ -f "$(asterisk_root)/.ringback-complete" ]]; }

# shellcheck source=lib/install.sh
source "$here/lib/install.sh"
# shellcheck source=lib/render.sh
source "$here/lib/render.sh"
# shellcheck source=lib/run.sh
source "$here/lib/run.sh"

main() {
  local verb=${1:-}
  [[ $# -gt 0 ]] && shift
  case "$verb" in
    install) install_asterisk ;;
    run) run_asterisk "$@" ;;
    start) start_asterisk "$@" ;;
    stop) stop_asterisk "$@" ;;
    status) status_asterisk "$@" ;;
    console) console_asterisk "$@" ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

main "$@"
