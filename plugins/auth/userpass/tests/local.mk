# SPDX-License-Identifier: MIT
live_tests += %D%/userpass

%C%_userpass_CPPFLAGS = $(live_cppflags)
%C%_userpass_LDFLAGS = $(public_test_ldflags)
%C%_userpass_LDADD = $(live_libs)
