# SPDX-License-Identifier: MIT
live_tests += %D%/cert

%C%_cert_CPPFLAGS = $(live_cppflags)
%C%_cert_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_cert_LDFLAGS = $(public_test_ldflags)
%C%_cert_LDADD = $(live_libs) $(OPENSSL_LIBS)

EXTRA_DIST += %D%/catalogue.py
