#!/usr/bin/env bash
# Unpacks the mail servers that cannot be installed beside Postfix, each with the libraries it needs, into a root
# folder of its own: FOLDER/exim and FOLDER/opensmtpd. Nothing is installed, no account is made: the tests run them
# with chroot(8) from there. FOLDER is $MXTLS_PEERS or, without it, ${TMPDIR:-/tmp}/mxtls-peers.
set -euo pipefail

folder=${MXTLS_PEERS:-${TMPDIR:-/tmp}/mxtls-peers}

# The package and the libraries it depends on, directly or through another library, a level at a time.
with_libraries() {
  local all=$1 level=$1 next
  while [[ -n $level ]]; do
    # shellcheck disable=SC2086 # a list of package names
    next=$(apt-cache depends $level | sed -nE 's/^ *\|?(Pre)?Depends: (z?lib[^<>: ]+)$/\2/p' | sort -u)
    level=$(comm -23 <(echo "$next") <(tr ' ' '\n' <<<"$all" | sort -u))
    all=$(printf '%s\n' $all $level)
  done
  echo "$all"
}

# unpack NAME PACKAGE: the package and its libraries into FOLDER/NAME, whole or not at all.
unpack() {
  local name=$1 package=$2 root=$folder/$1 packages deb version
  if [[ -e $root/unpacked ]]; then
    echo "$name: $(<"$root/unpacked") is unpacked in $root"
    return
  fi
  rm -rf "$root" "$root.debs"
  mkdir -p "$root" "$root.debs"
  mapfile -t packages < <(with_libraries "$package")
  (cd "$root.debs" && apt-get -q -q -o APT::Sandbox::User=root download "${packages[@]}")
  for deb in "$root.debs"/*.deb; do
    dpkg -x "$deb" "$root"
  done
  version=$(dpkg-deb --field "$root.debs/$package"_*.deb Version)
  rm -rf "$root.debs"
  # A plain file does for /dev/null where the folder's file system takes no devices.
  mkdir -p "$root/dev" "$root/etc" "$root/tmp" "$root/var/run"
  : >"$root/dev/null"
  chmod 666 "$root/dev/null"
  chmod 1777 "$root/tmp"
  echo "$version" >"$root/unpacked"
  echo "$name: $version unpacked in $root"
}

mkdir -p "$folder"
chmod 755 "$folder"
unpack exim exim4-daemon-light
unpack opensmtpd opensmtpd
