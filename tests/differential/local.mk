# SPDX-License-Identifier: MIT
# The ways to say one thing are held against each other, and what the library makes of texts against what others make of them.
test_scripts += \
	%D%/paths \
	%D%/requests
if ENGINE_auth_aws
if ENGINE_sys
test_scripts += %D%/texts
endif
endif

if ENABLE_TESTS
check_PROGRAMS += %D%/caller
endif
%C%_caller_SOURCES = %D%/caller.c %D%/caller.h tests/plugins/canned.c tests/plugins/canned.h
nodist_%C%_caller_SOURCES = %D%/typed.c
%C%_caller_CPPFLAGS = -D_GNU_SOURCE=1 -I$(srcdir)/%D% -I$(srcdir)/tests/plugins $(public_cppflags) $(CHECK_CFLAGS)
%C%_caller_LDFLAGS = $(public_test_ldflags)
%C%_caller_LDADD = core/libhvac.la $(CHECK_LIBS)
%D%/typed.c: %D%/generate cli/hvac$(EXEEXT) $(staged_engines) $(generated)
	$(AM_V_GEN)HVAC_PLUGIN_PATH=$(abs_builddir)/$(stage) cli/hvac engines --format json >$@.new && \
	$(PYTHON3) $(srcdir)/%D%/generate <$@.new >$@ && rm $@.new
CLEANFILES += %D%/typed.c %D%/typed.c.new
EXTRA_DIST += %D%/generate %D%/texts
