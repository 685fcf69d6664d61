# SPDX-License-Identifier: MIT
#
# Tests against the real server, through the public interface alone. A program is one engine or some areas of sys, so that
# it can tell whether each of their operations was called; BAO names the server's program (tests/run finds it).
live_tests = \
	%D%/approle \
	%D%/concurrency \
	%D%/cubbyhole \
	%D%/environment \
	%D%/failures \
	%D%/kv \
	%D%/kv_v1 \
	%D%/kv_v2 \
	%D%/login_steps \
	%D%/secrets \
	%D%/sys_lease \
	%D%/sys_mount \
	%D%/sys_policy \
	%D%/sys_state \
	%D%/tls \
	%D%/token \
	%D%/totp \
	%D%/userpass
public_tests += $(live_tests)

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
	%D%/plain_http.c \
	%D%/plain_http.h \
	%D%/server.c \
	%D%/server.h
%C%_liblive_la_CPPFLAGS = $(live_cppflags)
%C%_liblive_la_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_liblive_la_LIBADD = $(OPENSSL_LIBS)

live_cppflags = $(public_cppflags) $(CHECK_CFLAGS)
live_libs = %D%/liblive.la core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)

%C%_approle_CPPFLAGS = $(live_cppflags)
%C%_approle_LDFLAGS = $(public_test_ldflags)
%C%_approle_LDADD = $(live_libs)
%C%_concurrency_CPPFLAGS = $(live_cppflags)
%C%_concurrency_LDFLAGS = $(public_test_ldflags)
%C%_concurrency_LDADD = $(live_libs)
%C%_cubbyhole_CPPFLAGS = $(live_cppflags)
%C%_cubbyhole_LDFLAGS = $(public_test_ldflags)
%C%_cubbyhole_LDADD = $(live_libs)
%C%_environment_CPPFLAGS = $(live_cppflags)
%C%_environment_LDFLAGS = $(public_test_ldflags)
%C%_environment_LDADD = $(live_libs)
%C%_failures_CPPFLAGS = $(live_cppflags)
%C%_failures_LDFLAGS = $(public_test_ldflags)
%C%_failures_LDADD = $(live_libs)
%C%_kv_CPPFLAGS = $(live_cppflags)
%C%_kv_LDFLAGS = $(public_test_ldflags)
%C%_kv_LDADD = $(live_libs)
%C%_kv_v1_CPPFLAGS = $(live_cppflags)
%C%_kv_v1_LDFLAGS = $(public_test_ldflags)
%C%_kv_v1_LDADD = $(live_libs)
%C%_kv_v2_CPPFLAGS = $(live_cppflags)
%C%_kv_v2_LDFLAGS = $(public_test_ldflags)
%C%_kv_v2_LDADD = $(live_libs)
%C%_login_steps_CPPFLAGS = $(live_cppflags)
%C%_login_steps_LDFLAGS = $(public_test_ldflags)
%C%_login_steps_LDADD = $(live_libs)
%C%_secrets_CPPFLAGS = $(live_cppflags)
%C%_secrets_LDFLAGS = $(public_test_ldflags)
%C%_secrets_LDADD = $(live_libs)
%C%_sys_lease_CPPFLAGS = $(live_cppflags)
%C%_sys_lease_LDFLAGS = $(public_test_ldflags)
%C%_sys_lease_LDADD = $(live_libs)
%C%_sys_mount_CPPFLAGS = $(live_cppflags)
%C%_sys_mount_LDFLAGS = $(public_test_ldflags)
%C%_sys_mount_LDADD = $(live_libs)
%C%_sys_policy_CPPFLAGS = $(live_cppflags)
%C%_sys_policy_LDFLAGS = $(public_test_ldflags)
%C%_sys_policy_LDADD = $(live_libs)
%C%_sys_state_CPPFLAGS = $(live_cppflags)
%C%_sys_state_LDFLAGS = $(public_test_ldflags)
%C%_sys_state_LDADD = $(live_libs)
%C%_tls_CPPFLAGS = $(live_cppflags)
%C%_tls_LDFLAGS = $(public_test_ldflags)
%C%_tls_LDADD = $(live_libs)
%C%_token_CPPFLAGS = $(live_cppflags)
%C%_token_LDFLAGS = $(public_test_ldflags)
%C%_token_LDADD = $(live_libs)
%C%_totp_CPPFLAGS = $(live_cppflags)
%C%_totp_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_totp_LDFLAGS = $(public_test_ldflags)
%C%_totp_LDADD = $(live_libs) $(OPENSSL_LIBS)
%C%_userpass_CPPFLAGS = $(live_cppflags)
%C%_userpass_LDFLAGS = $(public_test_ldflags)
%C%_userpass_LDADD = $(live_libs)

test_scripts += %D%/examples %D%/outside %D%/output-curl %D%/output-policy %D%/page_examples %D%/stranger

EXTRA_DIST += %D%/dev_server.py %D%/fixtures
