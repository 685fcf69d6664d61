# SPDX-License-Identifier: MIT
live_tests += %D%/cubbyhole

%C%_cubbyhole_CPPFLAGS = $(live_cppflags)
%C%_cubbyhole_LDFLAGS = $(public_test_ldflags)
%C%_cubbyhole_LDADD = $(live_libs)

EXTRA_DIST += %D%/catalogue.py %D%/not-in-openbao-2.7.2-cubbyhole.json
