# Options of one instance, and its configuration: templates in etc/ with @NAME@ places, filled into RUN_DIR/etc.

number_option() {
  local name=$1 value=$2 low=$3 high=$4
  [[ "$value" =~ ^[0-9]{1,5}$ ]] && ((value >= low && value <= high)) || fail "$name must be a number from $low to $high"
}

parse_options() {
  run_dir='' sip_port=5160 ami_port=5138 trunk_port=5161 rtp_from=20000 ring_seconds=25 queue_seconds=120 rest=()
  while [[ $# -gt 0 ]]; do
    case "$1" in
      --run-dir) run_dir=${2:-} ;;
      --sip-port) sip_port=${2:-} ;;
      --ami-port) ami_port=${2:-} ;;
      --trunk-port) trunk_port=${2:-} ;;
      --rtp-from) rtp_from=${2:-} ;;
      --ring-seconds) ring_seconds=${2:-} ;;
      --queue-seconds) queue_seconds=${2:-} ;;
      *)
        rest=("$@")
        break
        ;;
    esac
    shift $(($# > 1 ? 2 : 1))
  done
  [[ "$run_dir" =~ ^/[A-Za-z0-9._/-]+$ ]] || fail '--run-dir must be an absolute path of letters, digits and . _ - /'
  # The control socket lives in it, and the kernel allows 107 bytes for its path.
  ((${#run_dir} <= 80)) || fail '--run-dir is too long (80 characters at most)'
  number_option --sip-port "$sip_port" 1025 65535
  number_option --ami-port "$ami_port" 1025 65535
  number_option --trunk-port "$trunk_port" 1025 65535
  number_option --rtp-from "$rtp_from" 1026 65000
  number_option --ring-seconds "$ring_seconds" 1 600
  number_option --queue-seconds "$queue_seconds" 1 3600
}

# Loopback, unless the whole machine is this PBX's own (a container): then its private network may reach it.
bind_address() { printf '%s\n' "${RINGBACK_ASTERISK_BIND:-127.0.0.1}"; }

media_address() {
  if [[ $(bind_address) == 0.0.0.0 ]]; then hostname -i | cut -d ' ' -f 1; else bind_address; fi
}

ami_permit() {
  if [[ $(bind_address) == 127.0.0.1 ]]; then
    printf '127.0.0.1/255.255.255.255\n'
  else
    printf '127.0.0.0/255.0.0.0,10.0.0.0/255.0.0.0,172.16.0.0/255.240.0.0,192.168.0.0/255.255.0.0\n'
  fi
}

check_environment() {
  [[ $(bind_address) =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ ]] || fail 'RINGBACK_ASTERISK_BIND must be an IPv4 address'
  [[ "${AMI_EVENTS_SECRET:-}${AMI_ACTIONS_SECRET:-}" =~ ^[A-Za-z0-9._-]*$ ]] ||
    fail 'AMI_EVENTS_SECRET and AMI_ACTIONS_SECRET may hold letters, digits and . _ - only'
}

new_secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# Secrets live as long as the run folder, so that phones and clients survive a restart of the instance.
ensure_secrets() {
  local file=$1/secrets name
  [[ -f "$file" ]] && return 0
  (
    umask 077
    for name in EVENTS_SECRET ACTIONS_SECRET MAILBOX_PIN PHONE_1001 PHONE_1002 PHONE_1003 PHONE_1004 PHONE_1005 PHONE_1006; do
      printf '%s=%s\n' "$name" "$(new_secret)"
    done >"$file.new"
    mv "$file.new" "$file"
  )
}

# All places and their values as a sed script. Values hold only characters that parse_options and new_secret allow.
substitutions() {
  local run_dir=$1 root libs name value
  root=$(asterisk_root)
  libs=$(library_dir "$root")
  cat <<SED
s|@RUN_DIR@|$run_dir|g
s|@DATA_DIR@|$root/usr/share/asterisk|g
s|@MODULE_DIR@|$libs/asterisk/modules|g
s|@SIP_PORT@|$sip_port|g
s|@AMI_PORT@|$ami_port|g
s|@TRUNK_PORT@|$trunk_port|g
s|@RTP_FROM@|$rtp_from|g
s|@RTP_TO@|$((rtp_from + 399))|g
s|@RING_SECONDS@|$ring_seconds|g
s|@QUEUE_SECONDS@|$queue_seconds|g
s|@BIND@|$(bind_address)|g
s|@MEDIA_ADDRESS@|$(media_address)|g
s|@AMI_PERMIT@|$(ami_permit)|g
SED
  # Secrets given by the environment win over those of the run folder.
  [[ -n "${AMI_EVENTS_SECRET:-}" ]] && printf 's|@EVENTS_SECRET@|%s|g\n' "$AMI_EVENTS_SECRET"
  [[ -n "${AMI_ACTIONS_SECRET:-}" ]] && printf 's|@ACTIONS_SECRET@|%s|g\n' "$AMI_ACTIONS_SECRET"
  while IFS='=' read -r name value; do printf 's|@%s@|%s|g\n' "$name" "$value"; done <"$run_dir/secrets"
}

render_config() {
  local run_dir=$1 template
  check_environment
  mkdir -p "$run_dir"/{etc,log/cdr-csv,log/cel-custom,varlib,db,spool,run,keys/keys,moh,recordings}
  ensure_secrets "$run_dir"
  substitutions "$run_dir" >"$run_dir/substitutions"
  (
    umask 077
    for template in "$here"/etc/*.conf; do
      sed -f "$run_dir/substitutions" "$template" >"$run_dir/etc/${template##*/}"
    done
  )
  rm -f "$run_dir/substitutions"
  sed "s|^  recordings: null$|  recordings: $run_dir/recordings|" "$here/site.yaml" >"$run_dir/site.yaml"
  # One second of silence: callers on hold and in queues hear nothing, and no sound file needs a licence.
  head -c 16000 /dev/zero >"$run_dir/moh/silence.sln"
}
