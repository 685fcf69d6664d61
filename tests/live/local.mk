# SPDX-License-Identifier: MIT
#
# Tests against the real server, through the public interface alone; those of an engine are in its folder. BAO names the
# server's program (tests/run finds it).
public_tests += \
	%D%/cache \
	%D%/concurrency \
	%D%/environment \
	%D%/failures \
	%D%/login_steps \
	%D%/relogin \
	%D%/queue \
	%D%/secrets \
	%D%/tls \
	%D%/watcher

# what they all are made of
if ENABLE_TESTS
check_LTLIBRARIES += %D%/liblive.la
endif
%C%_liblive_la_SOURCES = \
	%D%/calls.c \
	%D%/calls.h \
	%D%/certificates.c \
	%D%/certificates.h \
	%D%/listener.c \
	%D%/listener.h \
	%D%/marks.c \
	%D%/marks.h \
	%D%/plain_http.c \
	%D%/plain_http.h \
	%D%/proxy.c \
	%D%/proxy.h \
	%D%/server.c \
	%D%/server.h
%C%_liblive_la_CPPFLAGS = $(live_cppflags)
%C%_liblive_la_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_liblive_la_LIBADD = $(OPENSSL_LIBS)

live_cppflags = -I$(srcdir)/%D% $(public_cppflags) $(CHECK_CFLAGS)
live_libs = %D%/liblive.la core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)

%C%_cache_CPPFLAGS = $(live_cppflags)
%C%_cache_LDFLAGS = $(public_test_ldflags)
%C%_cache_LDADD = $(live_libs)
%C%_concurrency_CPPFLAGS = $(live_cppflags)
%C%_concurrency_LDFLAGS = $(public_test_ldflags)
%C%_concurrency_LDADD = $(live_libs)
%C%_environment_CPPFLAGS = $(live_cppflags)
%C%_environment_LDFLAGS = $(public_test_ldflags)
%C%_environment_LDADD = $(live_libs)
%C%_failures_CPPFLAGS = $(live_cppflags)
%C%_failures_LDFLAGS = $(public_test_ldflags)
%C%_failures_LDADD = $(live_libs)
%C%_login_steps_CPPFLAGS = $(live_cppflags)
%C%_login_steps_LDFLAGS = $(public_test_ldflags)
%C%_login_steps_LDADD = $(live_libs)
%C%_relogin_CPPFLAGS = $(live_cppflags)
%C%_relogin_LDFLAGS = $(public_test_ldflags)
%C%_relogin_LDADD = $(live_libs)
%C%_queue_CPPFLAGS = $(live_cppflags)
%C%_queue_LDFLAGS = $(public_test_ldflags)
%C%_queue_LDADD = $(live_libs)
%C%_secrets_CPPFLAGS = $(live_cppflags)
%C%_secrets_LDFLAGS = $(public_test_ldflags)
%C%_secrets_LDADD = $(live_libs)
%C%_tls_CPPFLAGS = $(live_cppflags)
%C%_tls_LDFLAGS = $(public_test_ldflags)
%C%_tls_LDADD = $(live_libs)
%C%_watcher_CPPFLAGS = $(live_cppflags)
%C%_watcher_LDFLAGS = $(public_test_ldflags)
%C%_watcher_LDADD = $(live_libs)

test_scripts += %D%/examples %D%/outside %D%/output-curl %D%/output-policy
once_scripts += %D%/page_examples %D%/stranger

# those in which threads meet
thread_tests += \
	%D%/cache \
	%D%/queue \
	%D%/relogin \
	%D%/watcher
