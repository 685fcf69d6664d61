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
examples += %D%/queue %D%/queue_poll %D%/quickstart
if HAVE_LIBUV
examples += %D%/queue_uv
endif
if ENGINE_secrets_database
examples += %D%/watch
endif
endif
if ENGINE_secrets_identity
examples += %D%/identity_token
endif
if ENGINE_secrets_pki
examples += %D%/pki_renew %D%/pki_rotate
endif
if ENGINE_secrets_transit
examples += %D%/transit_file
endif
noinst_PROGRAMS += $(examples)
%C%_derive_CPPFLAGS = $(public_cppflags)
%C%_derive_LDADD = core/libhvac.la
%C%_fork_CPPFLAGS = $(public_cppflags)
%C%_fork_LDADD = core/libhvac.la
%C%_identity_token_CPPFLAGS = $(public_cppflags) $(OPENSSL_CFLAGS)
%C%_identity_token_LDADD = core/libhvac.la $(OPENSSL_LIBS)
$(%C%_identity_token_OBJECTS): include/hvac/secrets/identity.h
%C%_queue_CPPFLAGS = $(public_cppflags)
%C%_queue_LDADD = core/libhvac.la
$(%C%_queue_OBJECTS): include/hvac/secrets/kv_v2.h
%C%_queue_poll_CPPFLAGS = $(public_cppflags)
%C%_queue_poll_LDADD = core/libhvac.la
$(%C%_queue_poll_OBJECTS): include/hvac/secrets/kv_v2.h
%C%_queue_uv_CPPFLAGS = $(public_cppflags) $(LIBUV_CFLAGS)
%C%_queue_uv_LDADD = core/libhvac.la $(LIBUV_LIBS)
$(%C%_queue_uv_OBJECTS): include/hvac/secrets/kv_v2.h
%C%_quickstart_CPPFLAGS = $(public_cppflags)
%C%_quickstart_LDADD = core/libhvac.la
$(%C%_quickstart_OBJECTS): include/hvac/secrets/kv_v2.h
%C%_pki_renew_CPPFLAGS = $(public_cppflags)
%C%_pki_renew_LDADD = core/libhvac.la
$(%C%_pki_renew_OBJECTS): include/hvac/secrets/pki.h
%C%_pki_rotate_CPPFLAGS = $(public_cppflags)
%C%_pki_rotate_LDADD = core/libhvac.la
$(%C%_pki_rotate_OBJECTS): include/hvac/secrets/pki.h
%C%_replay_CPPFLAGS = $(public_cppflags)
%C%_replay_LDADD = core/libhvac.la
%C%_ssh_CPPFLAGS = $(public_cppflags)
%C%_ssh_LDADD = core/libhvac.la
%C%_transit_file_CPPFLAGS = $(public_cppflags) $(OPENSSL_CFLAGS)
%C%_transit_file_LDADD = core/libhvac.la $(OPENSSL_LIBS)
$(%C%_transit_file_OBJECTS): include/hvac/secrets/transit.h
%C%_watch_CPPFLAGS = $(public_cppflags)
%C%_watch_LDADD = core/libhvac.la
$(%C%_watch_OBJECTS): include/hvac/secrets/database.h include/hvac/secrets/kv_v2.h
EXTRA_DIST += %D%/consumer %D%/engine/Makefile %D%/engine/x_acme_licence.c %D%/fixtures %D%/python/hvac_call.py
