# SPDX-License-Identifier: MIT
#
# Built as a stranger would build them. An example is a file, a name in the list, and two lines.
examples = \
	%D%/derive \
	%D%/fork \
	%D%/quickstart \
	%D%/replay
noinst_PROGRAMS += $(examples)
%C%_derive_CPPFLAGS = $(public_cppflags)
%C%_derive_LDADD = core/libhvac.la
%C%_fork_CPPFLAGS = $(public_cppflags)
%C%_fork_LDADD = core/libhvac.la
%C%_quickstart_CPPFLAGS = $(public_cppflags)
%C%_quickstart_LDADD = core/libhvac.la
%C%_replay_CPPFLAGS = $(public_cppflags)
%C%_replay_LDADD = core/libhvac.la
EXTRA_DIST += %D%/fixtures
