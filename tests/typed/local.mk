# SPDX-License-Identifier: MIT
#
# What hvac-gen makes, and the calls that it makes typed.
if ENGINE_secrets_kv_v2
once_scripts += %D%/compiles
endif

if ENABLE_PLUGINS
test_scripts += \
	%D%/generator \
	%D%/one_row

public_tests += %D%/calls
check_LTLIBRARIES += %D%/x_test_typed.la
%C%_x_test_typed_la_CPPFLAGS = $(public_cppflags)
%C%_x_test_typed_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_x_test_typed_la_LIBADD = core/libhvac.la
# for hvac-gen and for the test, as an engine that is found
stage/tests/secrets/x_test_typed.so: %D%/x_test_typed.la
	$(stage_engine) %D%/.libs/x_test_typed.so
%D%/x_test_typed.h: $(generator) stage/tests/secrets/x_test_typed.so
	$(generate) --path $(abs_builddir)/stage/tests --header secrets/x_test_typed
CLEANFILES += %D%/x_test_typed.h

%C%_calls_SOURCES = %D%/calls.c $(plugin_test_answers)
%C%_calls_CPPFLAGS = $(plugin_test_cppflags) -I$(builddir)/%D%
%C%_calls_LDFLAGS = $(public_test_ldflags)
%C%_calls_LDADD = core/libhvac.la $(CHECK_LIBS)
%D%/calls-calls.$(OBJEXT): %D%/x_test_typed.h
endif

EXTRA_DIST += %D%/compiles %D%/generator %D%/one_row
