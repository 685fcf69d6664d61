# SPDX-License-Identifier: MIT
public_tests += %D%/github_callback
test_scripts += %D%/github_no_live_test

%C%_github_callback_SOURCES = %D%/github_callback.c tests/unit/suite.c tests/unit/suite.h
%C%_github_callback_CPPFLAGS = -D_GNU_SOURCE=1 -I$(srcdir)/tests/unit $(public_cppflags) $(CHECK_CFLAGS)
%C%_github_callback_LDFLAGS = $(public_test_ldflags)
%C%_github_callback_LDADD = core/libhvac.la $(CHECK_LIBS)
