#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes ./configure. Run it in a fresh clone, and again when an engine is added.
#
# It also writes the build rules of the engines, plugins/engines.mk and m4/engines.m4, so that adding an engine is adding
# a folder and nothing else. A folder's local.mk names each shared object's sources: auth_approle_sources for
# auth/approle, secrets_kv_v2_sources for secrets/kv_v2, sys_sources for sys; beside it, where needed, ..._cppflags and
# ..._libs of that engine alone, and ..._requires: pkg-config's modules without which the engine is left out, and whose flags
# are in $(NAME_CFLAGS) and $(NAME_LIBS). Header and page are made of the table; the page goes on with the folder's approle.mdoc.
set -eu
cd "$(dirname "$0")"

# requirements FOLDER NAME: the modules that the engine needs
requirements() { sed -n "s/^$2_requires[ \t]*=[ \t]*//p" "$1/local.mk"; }

# rules FOLDER NAME: the rules of the engine whose sources are $(NAME_sources)
rules() {
	folder=$1 name=$2
	kind=${name%%_*} engine=${name#*_}
	case $kind in
	sys) id=sys ;;
	*) id=$kind/$engine ;;
	esac
	object=$folder/$engine.la archive=$folder/lib$engine.la installed=$id.so
	header=include/hvac/$id.h page=man/hvac-$(echo "$id" | tr / -).7
	text=$folder/$engine.mdoc
	[ -e "$text" ] || text=
	requires=$(requirements "$folder" "$name")
	shared=$(echo "$object" | tr ./- _) builtin=$(echo "$archive" | tr ./- _)
	cat <<-END

		${requires:+if HAVE_$name}
		if BUILTIN_$name
		noinst_LTLIBRARIES += $archive
		builtin_engines += $archive
		${builtin}_SOURCES = \$(${name}_sources)
		${builtin}_CPPFLAGS = \$(engine_cppflags) \$(${name}_cppflags)
		${builtin}_LIBADD = \$(${name}_libs)
		else
		if ENABLE_PLUGINS
		${kind}exec_LTLIBRARIES += $object
		${shared}_SOURCES = \$(${name}_sources)
		${shared}_CPPFLAGS = \$(engine_cppflags) \$(${name}_cppflags)
		${shared}_LDFLAGS = -module -avoid-version -shared \$(engine_ldflags)
		${shared}_LIBADD = core/libhvac.la \$(${name}_libs)
		staged_engines += \$(stage)/$installed
		\$(stage)/$installed: $object
		@	\$(stage_engine) ${object%/*}/.libs/$(basename "$installed")
		if !CROSS_COMPILING
		${name}_loaded = \$(stage)/$installed
		endif
		endif
		endif
		if ENGINE_$name
		${kind}include_HEADERS += $header
		dist_man7_MANS += $page
		endif
		${requires:+endif}
		if !CROSS_COMPILING
		${name}_text = $text
		endif
		EXTRA_DIST += $text
		generated += $header $page
		$header: \$(generator) \$(${name}_loaded)
		@	\$(generate_staged) --header $id
		$page: \$(generator) \$(${name}_loaded) \$(${name}_text)
		@	\$(generate_staged) --page $id${text:+ --text \$(srcdir)/$text}
	END
}

# find_fragments OPTION...: the folders' local.mk, in an order that is the same everywhere
find_fragments() { LC_ALL=C find plugins -mindepth 2 -name local.mk "$@" | LC_ALL=C sort; }

find_fragments -path '*/tests/local.mk' | sed '1i # Written by autogen.sh from the folders of the engines: do not edit.
s/^/include /' >tests/engines/all.mk.new
mv tests/engines/all.mk.new tests/engines/all.mk

fragments=$(find_fragments ! -path '*/tests/local.mk')
engines=
: >m4/engines.m4.new
{
	echo '# Written by autogen.sh from the folders of the engines: do not edit.'
	for fragment in $fragments; do
		folder=${fragment%/local.mk}
		names=$(sed -n -E 's/^((auth|secrets)_[a-z][a-z0-9_]*|sys)_sources[ \t]*=.*/\1/p' "$fragment")
		if [ -z "$names" ]; then
			echo "autogen.sh: $fragment names no engine: no line AUTH-OR-SECRETS_NAME_sources = ..." >&2
			exit 1
		fi
		printf '\ninclude %s\n' "$fragment"
		for name in $names; do
			# a recipe's tab cannot come out of a here-document that strips tabs
			rules "$folder" "$name" | sed 's/^@//'
			case $name in
			sys) engines="$engines sys" ;;
			*) engines="$engines ${name%%_*}/${name#*_}" ;;
			esac
			requirements "$folder" "$name" | sed "s/.*/m4_define([HVAC_REQUIRES_$name], [&])/" >>m4/engines.m4.new
		done
	done
} >plugins/engines.mk.new
mv plugins/engines.mk.new plugins/engines.mk
printf 'm4_define([HVAC_ENGINES], [%s])\n' "${engines# }" >>m4/engines.m4.new
mv m4/engines.m4.new m4/engines.m4

exec autoreconf --install --force --warnings=all "$@"
