# Unpacks Asterisk 22 and everything it needs from a newer Debian suite. The packages come from the mirror that apt on
# this machine already uses; apt keeps its state in the install folder and no maintainer script is ever run.

suites=(forky sid)

require_debian_12() {
  local id='' version=''
  if [[ -r /etc/os-release ]]; then
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
  fi
  local arch
  arch=$(dpkg --print-architecture 2>/dev/null || true)
  if [[ "$id $version" != 'debian 12' || ! "$arch" =~ ^(amd64|arm64)$ ]]; then
    fail "this script sets Asterisk up on Debian 12 (amd64 or arm64) only; here, use docker-compose.yml or an Asterisk of your own."
  fi
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || fail 'apt-get and dpkg-deb are needed.'
}

# Base addresses of the mirrors that serve this machine's own release, as apt itself resolves them.
configured_mirrors() {
  apt-get update --print-uris 2>/dev/null |
    sed -n "s|^'\(.*\)/dists/bookworm/InRelease'.*|\1|p" | sort -u
}

# One configuration for every apt call: the host's way of fetching (proxies and the like), nothing of its state or hooks.
write_apt_config() {
  local dir=$1 mirror=$2 suite=$3 signed_by=''
  mkdir -p "$dir"/{etc/preferences.d,state/lists/partial,cache/archives/partial}
  : >"$dir/status"
  [[ -f /usr/share/keyrings/debian-archive-keyring.gpg ]] && signed_by='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] '
  printf 'deb %s%s %s main\n' "$signed_by" "$mirror" "$suite" >"$dir/etc/sources.list"
  {
    apt-config dump | grep -E '^Acquire::' | grep -v 'IndexTargets'
    printf 'Dir::Etc "%s/etc";\nDir::Etc::sourcelist "sources.list";\nDir::Etc::sourceparts "-";\n' "$dir"
    printf 'Dir::Etc::main "-";\nDir::Etc::parts "-";\n'
    printf 'Dir::State "%s/state";\nDir::State::status "%s/status";\nDir::Cache "%s/cache";\n' "$dir" "$dir" "$dir"
    printf 'Dir::Etc::trusted "/etc/apt/trusted.gpg";\nDir::Etc::trustedparts "/etc/apt/trusted.gpg.d";\n'
    printf 'Dir::Etc::netrc "/etc/apt/auth.conf";\nDir::Etc::netrcparts "/etc/apt/auth.conf.d";\n'
    printf 'APT::Sandbox::User "%s";\nAPT::Install-Recommends "false";\nAcquire::Languages "none";\n' "$(id -un)"
    printf 'Acquire::Retries "3";\nDebug::NoLocking "true";\n'
  } >"$dir/apt.conf"
}

private_apt() { APT_CONFIG="$1/apt.conf" apt-get -qq "${@:2}"; }

download_from() {
  local dir=$1 mirror=$2 suite=$3
  write_apt_config "$dir" "$mirror" "$suite"
  private_apt "$dir" update >"$dir/apt.log" 2>&1 || return 1
  say "downloading Asterisk from $suite (about 90 MB)"
  private_apt "$dir" -y -d --no-install-recommends install asterisk asterisk-core-sounds-en-gsm >>"$dir/apt.log" 2>&1
}

download_packages() {
  local dir=$1 mirror suite mirrors
  mirrors=$(configured_mirrors)
  [[ -n "$mirrors" ]] || fail 'apt on this machine has no source for bookworm to take a mirror from.'
  for suite in "${suites[@]}"; do
    for mirror in $mirrors; do
      say "asking $suite on the configured mirror"
      rm -rf "$dir/apt"
      download_from "$dir/apt" "$mirror" "$suite" && return 0
    done
  done
  tail -n 5 "$dir/apt/apt.log" >&2 || true
  fail 'the packages could not be downloaded; see the lines above.'
}

# Packages of a merged-/usr system expect /bin, /lib and the rest to be links before the first file is laid out.
unpack_packages() {
  local root=$1 archives=$2 name package count=0
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
  for package in "$archives"/*.deb; do
    dpkg-deb -x "$package" "$root"
    count=$((count + 1))
  done
  say "unpacked $count packages"
}

# What the packages' own scripts would have linked; manuals and translations are not kept.
finish_root() {
  local root=$1
  local sounds="$root/usr/share/asterisk/sounds"
  [[ -e "$sounds/en" ]] || ln -s en_US_f_Allison "$sounds/en"
  rm -rf "$root"/usr/share/{doc,man,locale,info}
  [[ -x "$root/usr/sbin/asterisk" && -d "$sounds/en/" ]] || fail 'the unpacked packages lack Asterisk or its sounds.'
}

install_asterisk() {
  require_debian_12
  local dir work
  dir=$(install_dir)
  if is_installed; then
    say "already installed in $dir"
    return 0
  fi
  mkdir -p "$dir" || fail "cannot write to $dir; set RINGBACK_ASTERISK_DIR to a folder of yours."
  dir=$(cd "$dir" && pwd)
  # Two installs at once wait for each other; a killed one leaves only a work folder, swept here.
  exec 9>"$dir/install.lock"
  flock 9
  is_installed && { say "already installed in $dir"; return 0; }
  rm -rf "$dir"/work.* "$dir/root"
  work=$(mktemp -d "$dir/work.XXXXXX")
  chmod 755 "$work"
  download_packages "$work"
  say 'unpacking'
  mkdir -m 755 "$work/root"
  unpack_packages "$work/root" "$work/apt/cache/archives"
  finish_root "$work/root"
  run_binary "$work/root" -V >"$work/root/.ringback-complete" || fail 'the unpacked Asterisk does not run here.'
  mv "$work/root" "$dir/root"
  rm -rf "$work"
  say "$(cat "$dir/root/.ringback-complete") is ready in $dir"
}
