# SPDX-License-Identifier: MIT
live_tests += %D%/token

%C%_token_CPPFLAGS = $(live_cppflags)
%C%_token_LDFLAGS = $(public_test_ldflags)
%C%_token_LDADD = $(live_libs)

EXTRA_DIST += %D%/catalogue.py
