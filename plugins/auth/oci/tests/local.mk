# SPDX-License-Identifier: MIT
public_tests += %D%/oci_clock
test_scripts += %D%/oci_no_live_test

%C%_oci_clock_SOURCES = %D%/oci_clock.c tests/unit/suite.c tests/unit/suite.h
%C%_oci_clock_CPPFLAGS = -I$(srcdir)/tests/unit $(public_cppflags) $(CHECK_CFLAGS)
%C%_oci_clock_LDFLAGS = $(public_test_ldflags)
%C%_oci_clock_LDADD = core/libhvac.la $(CHECK_LIBS)

EXTRA_DIST += %D%/catalogue.py
