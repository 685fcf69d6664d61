# SPDX-License-Identifier: MIT
live_tests += %D%/totp

%C%_totp_CPPFLAGS = $(live_cppflags)
%C%_totp_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
%C%_totp_LDFLAGS = $(public_test_ldflags)
%C%_totp_LDADD = $(live_libs) $(OPENSSL_LIBS)
