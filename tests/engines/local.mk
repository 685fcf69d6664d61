# SPDX-License-Identifier: MIT
#
# What holds for each engine, and the engines' own tests, which are in their folders.
once_scripts += %D%/list
public_tests += %D%/pass

%C%_pass_SOURCES = %D%/pass.c %D%/sample.c %D%/sample.h tests/plugins/canned.c tests/plugins/canned.h tests/unit/suite.c tests/unit/suite.h
%C%_pass_CPPFLAGS = -D_GNU_SOURCE=1 -I$(srcdir)/tests/plugins -I$(srcdir)/tests/unit $(public_cppflags) $(CHECK_CFLAGS)
%C%_pass_LDFLAGS = $(public_test_ldflags)
%C%_pass_LDADD = core/libhvac.la $(CHECK_LIBS)

include tests/engines/all.mk
