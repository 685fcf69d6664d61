# SPDX-License-Identifier: MIT
#
# What is made of faults, and what is sent meanwhile: a server that misbehaves as a script tells it (script.h), in the tests' own
# process, or as the program `fault` for those of the command.
# thousands of connections: not for valgrind
live_tests += \
	%D%/answers \
	%D%/exec \
	%D%/repeats \
	%D%/rotation \
	%D%/srv
if ENABLE_PLUGINS
live_tests += %D%/unloaded
endif
test_scripts += %D%/commands

thread_tests += %D%/rotation

if ENABLE_TESTS
check_LTLIBRARIES += %D%/libfault.la
check_PROGRAMS += %D%/descriptors %D%/ends %D%/fault %D%/keys
endif
%C%_libfault_la_SOURCES = \
	%D%/connection.c \
	%D%/connection.h \
	%D%/identity.c \
	%D%/identity.h \
	%D%/script.c \
	%D%/script.h \
	%D%/server.c \
	%D%/server.h
%C%_libfault_la_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_libfault_la_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_libfault_la_LIBADD = $(OPENSSL_LIBS)

fault_cppflags = -D_GNU_SOURCE=1 $(public_cppflags) $(CHECK_CFLAGS)
fault_libs = %D%/libfault.la core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)

%C%_fault_SOURCES = %D%/fault.c
%C%_fault_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_fault_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_fault_LDADD = %D%/libfault.la $(SYSTEM_LIBS)
%C%_answers_SOURCES = %D%/answers.c %D%/stand.c %D%/stand.h
%C%_answers_CPPFLAGS = $(fault_cppflags)
%C%_answers_LDFLAGS = $(public_test_ldflags)
%C%_answers_LDADD = $(fault_libs)
%C%_descriptors_LDADD =
%C%_exec_SOURCES = %D%/exec.c %D%/stand.c %D%/stand.h tests/plugins/place.c tests/plugins/place.h
%C%_exec_CPPFLAGS = $(fault_cppflags)
%C%_exec_LDFLAGS = $(public_test_ldflags)
%C%_exec_LDADD = $(fault_libs)
%C%_ends_CPPFLAGS = $(public_cppflags)
%C%_ends_LDFLAGS = $(public_test_ldflags)
%C%_ends_LDADD = core/libhvac.la $(SYSTEM_LIBS)
%C%_keys_CPPFLAGS = $(public_cppflags) $(CURL_CFLAGS)
%C%_keys_LDFLAGS = $(public_test_ldflags)
%C%_keys_LDADD = core/libhvac.la $(CURL_LIBS)
%C%_repeats_SOURCES = %D%/repeats.c %D%/stand.c %D%/stand.h
%C%_repeats_CPPFLAGS = $(fault_cppflags)
%C%_repeats_LDFLAGS = $(public_test_ldflags)
%C%_repeats_LDADD = $(fault_libs)
%C%_rotation_SOURCES = %D%/rotation.c %D%/stand.c %D%/stand.h
%C%_rotation_CPPFLAGS = $(fault_cppflags)
%C%_rotation_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_rotation_LDFLAGS = $(public_test_ldflags)
%C%_rotation_LDADD = $(fault_libs)
%C%_srv_SOURCES = %D%/names.c %D%/names.h %D%/srv.c %D%/stand.c %D%/stand.h
%C%_srv_CPPFLAGS = $(fault_cppflags)
%C%_srv_LDFLAGS = $(public_test_ldflags)
%C%_srv_LDADD = $(fault_libs)
# opens the library itself, and has libcurl ask names of it
%C%_unloaded_SOURCES = %D%/unloaded.c tests/unit/suite.c tests/unit/suite.h
%C%_unloaded_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags) -I$(srcdir)/tests/unit $(CHECK_CFLAGS)
%C%_unloaded_LDFLAGS = $(public_test_ldflags) -export-dynamic
%C%_unloaded_LDADD = $(CHECK_LIBS) $(SYSTEM_LIBS)
EXTRA_%C%_unloaded_DEPENDENCIES = core/libhvac.la
