# SPDX-License-Identifier: MIT
live_tests += %D%/kv %D%/kv_v1 %D%/kv_v2

%C%_kv_CPPFLAGS = $(live_cppflags)
%C%_kv_LDFLAGS = $(public_test_ldflags)
%C%_kv_LDADD = $(live_libs)
%C%_kv_v1_CPPFLAGS = $(live_cppflags)
%C%_kv_v1_LDFLAGS = $(public_test_ldflags)
%C%_kv_v1_LDADD = $(live_libs)
%C%_kv_v2_CPPFLAGS = $(live_cppflags)
%C%_kv_v2_LDFLAGS = $(public_test_ldflags)
%C%_kv_v2_LDADD = $(live_libs)

EXTRA_DIST += %D%/catalogue.py
