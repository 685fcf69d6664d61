# SPDX-License-Identifier: MIT
live_tests += %D%/transit %D%/transit_keys
test_scripts += %D%/transit_command %D%/transit_file

# what both are made of
if ENABLE_TESTS
check_LTLIBRARIES += %D%/libtransit.la
endif
%C%_libtransit_la_SOURCES = %D%/mount.c %D%/mount.h %D%/outside.c %D%/outside.h
%C%_libtransit_la_CPPFLAGS = $(live_cppflags)
%C%_libtransit_la_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_libtransit_la_LIBADD = $(OPENSSL_LIBS)

%C%_transit_CPPFLAGS = $(live_cppflags)
%C%_transit_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_transit_LDFLAGS = $(public_test_ldflags)
%C%_transit_LDADD = %D%/libtransit.la $(live_libs) $(OPENSSL_LIBS)
%C%_transit_keys_CPPFLAGS = $(live_cppflags)
%C%_transit_keys_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_transit_keys_LDFLAGS = $(public_test_ldflags)
%C%_transit_keys_LDADD = %D%/libtransit.la $(live_libs) $(OPENSSL_LIBS)

EXTRA_DIST += %D%/catalogue.py %D%/not-in-openbao-2.7.2-transit.json
