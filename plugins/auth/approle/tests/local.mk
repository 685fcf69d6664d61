# SPDX-License-Identifier: MIT
live_tests += %D%/approle

%C%_approle_CPPFLAGS = $(live_cppflags)
%C%_approle_LDFLAGS = $(public_test_ldflags)
%C%_approle_LDADD = $(live_libs)

EXTRA_DIST += %D%/catalogue.py %D%/not-in-openbao-2.7.2-approle.json
