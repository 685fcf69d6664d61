# SPDX-License-Identifier: MIT
#
# Built as a stranger would build them. An example is a file, a name in the list, and two lines.
examples = \
	%D%/derive \
	%D%/fork \
	%D%/replay \
	%D%/ssh
# its typed header is made of the engine
if ENGINE_secrets_kv_v2
examples += %D%/quickstart
endif
noinst_PROGRAMS += $(examples)
%C%_derive_CPPFLAGS = $(public_cppflags)
%C%_derive_LDADD = core/libhvac.la
%C%_fork_CPPFLAGS = $(public_cppflags)
%C%_fork_LDADD = core/libhvac.la
%C%_quickstart_CPPFLAGS = $(public_cppflags)
%C%_quickstart_LDADD = core/libhvac.la
%D%/quickstart-quickstart.$(OBJEXT): include/hvac/secrets/kv_v2.h
%C%_replay_CPPFLAGS = $(public_cppflags)
%C%_replay_LDADD = core/libhvac.la
%C%_ssh_CPPFLAGS = $(public_cppflags)
%C%_ssh_LDADD = core/libhvac.la
EXTRA_DIST += %D%/engine/Makefile %D%/engine/x_acme_licence.c %D%/fixtures %D%/python/hvac_call.py
