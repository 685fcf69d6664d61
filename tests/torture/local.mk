# SPDX-License-Identifier: MIT
#
# make check-torture: each allocation, call and exchange of small uses of the library fails once. Not among the tests of `make check`: it
# puts itself in front of the process's malloc, which is worth most under the address sanitizer, and not to the taste of valgrind.
torture_programs = %D%/hvac %D%/torture
EXTRA_PROGRAMS += $(torture_programs)
CLEANFILES += $(torture_programs)
torture_front = \
	%D%/callers.c \
	%D%/callers.h \
	%D%/ledger.c \
	%D%/ledger.h \
	%D%/outage.c \
	%D%/outage.h
# the command's own objects, behind the same
%C%_hvac_SOURCES = %D%/command.c $(torture_front)
%C%_hvac_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_hvac_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(JSON_C_CFLAGS) $(OPENSSL_CFLAGS)
%C%_hvac_LDFLAGS = $(public_test_ldflags) -rdynamic
%C%_hvac_LDADD = $(cli_hvac_OBJECTS) $(cli_hvac_LDADD) $(CURL_LIBS) $(JSON_C_LIBS)
# its logins by Kerberos run against a real KDC
if HAVE_auth_kerberos
%C%_hvac_CPPFLAGS += -DWITH_KERBEROS
%C%_hvac_CFLAGS += $(auth_kerberos_CFLAGS)
# it calls none of them itself
%C%_hvac_LDFLAGS += $(NEEDED_LDFLAGS)
%C%_hvac_LDADD += $(auth_kerberos_LIBS)
endif
%C%_torture_SOURCES = \
	%D%/call.c \
	%D%/client.c \
	%D%/engine.c \
	%D%/lasting.c \
	%D%/operations.c \
	%D%/refusal.c \
	%D%/stage.c \
	%D%/stage.h \
	%D%/torture.c \
	%D%/torture.h \
	%D%/transport.c \
	%D%/value.c \
	tests/engines/sample.c \
	tests/engines/sample.h \
	tests/plugins/x_test_hooks.c \
	$(torture_front)
%C%_torture_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_torture_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(JSON_C_CFLAGS) $(OPENSSL_CFLAGS)
# what engines call is to be found here, too
%C%_torture_LDFLAGS = $(public_test_ldflags) -rdynamic
%C%_torture_LDADD = tests/fault/libfault.la core/libhvac.la $(CURL_LIBS) $(JSON_C_LIBS) $(OPENSSL_LIBS) $(SYSTEM_LIBS)

torture_tests = %D%/torture $(srcdir)/%D%/functions $(srcdir)/%D%/commands
check-torture: all
	$(MAKE) $(AM_MAKEFLAGS) $(torture_programs)
	@$(AM_TESTS_ENVIRONMENT) status=0; \
	for test in $(torture_tests); do $(LOG_COMPILER) $$test || status=1; done; exit $$status
.PHONY: check-torture
EXTRA_DIST += %D%/commands %D%/functions
