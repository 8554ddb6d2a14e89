# Starting, stopping and looking at one instance, which is known by its run folder.

library_dir() { (cd "$1" && printf '%s\n' "$1"/usr/lib/*-linux-gnu); }

# Runs the unpacked Asterisk through the unpacked dynamic loader: the host's own libc is neither used nor changed.
run_binary() {
  local root=$1 libs loader
  shift
  libs=$(library_dir "$root")
  loader=$(printf '%s\n' "$libs"/ld-linux-*.so.*)
  GCONV_PATH="$libs/gconv" "$loader" --argv0 asterisk --library-path "$libs" "$root/usr/sbin/asterisk" "$@"
}

# The process id of this folder's instance, if it is alive and really ours (a pid may have been given to another process).
live_pid() {
  local run_dir=$1 pid
  pid=$(cat "$run_dir/asterisk.pid" 2>/dev/null) || return 1
  [[ "$pid" =~ ^[0-9]+$ ]] || return 1
  { tr '\0' '\n' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -Fxq "$run_dir/etc/asterisk.conf" || return 1
  printf '%s\n' "$pid"
}

# Alive in any form: also the child that is still this shell, a moment before it becomes Asterisk. A zombie has no command line.
is_alive() { { [[ -n "$(tr -d '\0' <"/proc/$1/cmdline")" ]]; } 2>/dev/null; }

ami_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && IFS= read -r -t 1 line <&3 && [[ "$line" == Asterisk* ]]) 2>/dev/null; }

wait_fully_booted() {
  timeout 20 "${BASH:-bash}" "$here/asterisk.sh" console --run-dir "$1" core waitfullybooted >/dev/null 2>&1
}

wait_for_ami() {
  local run_dir=$1 port=$2 deadline=$((SECONDS + 30))
  while ((SECONDS < deadline)); do
    # The port opens before the dialplan and the phones are loaded: only "fully booted" means that calls find their way.
    ami_answers "$port" && wait_fully_booted "$run_dir" && return 0
    is_alive "$(cat "$run_dir/asterisk.pid")" || return 1
    sleep 0.05
  done
  return 1
}

launch() {
  local run_dir=$1 root
  root=$(asterisk_root)
  local libs loader
  libs=$(library_dir "$root")
  loader=$(printf '%s\n' "$libs"/ld-linux-*.so.*)
  GCONV_PATH="$libs/gconv" setsid "$loader" --argv0 asterisk --library-path "$libs" \
    "$root/usr/sbin/asterisk" -f -n -C "$run_dir/etc/asterisk.conf" \
    >"$run_dir/log/console" 2>&1 </dev/null 9>&- &
  printf '%s\n' "$!" >"$run_dir/asterisk.pid"
}

# In the foreground, as a container wants it: this process becomes Asterisk.
run_asterisk() {
  parse_options "$@"
  is_installed || fail "not installed; run: $0 install"
  render_config "$run_dir"
  printf '%s\n' "$$" >"$run_dir/asterisk.pid"
  local root libs
  root=$(asterisk_root)
  libs=$(library_dir "$root")
  GCONV_PATH="$libs/gconv" exec "$(printf '%s\n' "$libs"/ld-linux-*.so.*)" --argv0 asterisk --library-path "$libs" \
    "$root/usr/sbin/asterisk" -f -n -C "$run_dir/etc/asterisk.conf"
}

start_asterisk() {
  parse_options "$@"
  is_installed || fail "not installed; run: $0 install"
  mkdir -p "$run_dir" || fail "cannot write to $run_dir"
  if live_pid "$run_dir" >/dev/null; then
    say "already running in $run_dir"
    return 0
  fi
  render_config "$run_dir"
  launch "$run_dir"
  if ! wait_for_ami "$run_dir" "$ami_port"; then
    tail -n 20 "$run_dir/log/console" >&2
    stop_asterisk --run-dir "$run_dir"
    fail "did not answer on AMI port $ami_port; is a port taken? See $run_dir/log."
  fi
  say "running in $run_dir: SIP 127.0.0.1:$sip_port, carrier expected at 127.0.0.2:$trunk_port, AMI 127.0.0.1:$ami_port"
}

wait_until_gone() {
  local run_dir=$1 seconds=$2 deadline=$((SECONDS + $2))
  while ((SECONDS <= deadline)); do
    live_pid "$run_dir" >/dev/null || return 0
    sleep 0.05
  done
  return 1
}

stop_asterisk() {
  parse_options "$@"
  local pid
  if ! pid=$(live_pid "$run_dir"); then
    rm -f "$run_dir/asterisk.pid"
    say 'not running'
    return 0
  fi
  kill -TERM "$pid"
  if ! wait_until_gone "$run_dir" 8; then
    say 'did not stop in 8 s; killing it'
    kill -KILL "$pid" 2>/dev/null || true
    wait_until_gone "$run_dir" 5 || fail "process $pid does not end"
  fi
  rm -f "$run_dir/asterisk.pid"
  say 'stopped'
}

status_asterisk() {
  if is_installed; then
    say "installed: $(cat "$(asterisk_root)/.ringback-complete") in $(install_dir)"
  else
    say 'not installed'
    return 3
  fi
  [[ $# -eq 0 ]] && return 0
  parse_options "$@"
  local pid
  if pid=$(live_pid "$run_dir"); then
    say "running, process $pid"
  else
    say 'not running'
    return 3
  fi
}

console_asterisk() {
  parse_options "$@"
  live_pid "$run_dir" >/dev/null || fail "not running in $run_dir"
  if [[ ${#rest[@]} -gt 0 ]]; then
    run_binary "$(asterisk_root)" -C "$run_dir/etc/asterisk.conf" -rx "${rest[*]}"
  else
    run_binary "$(asterisk_root)" -C "$run_dir/etc/asterisk.conf" -r
  fi
}
