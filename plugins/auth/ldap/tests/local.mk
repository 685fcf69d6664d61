# SPDX-License-Identifier: MIT
test_scripts += %D%/ldap

# a program that the tests of radius run, too
if ENABLE_TESTS
check_PROGRAMS += %D%/ldap_callback
endif
%C%_ldap_callback_CPPFLAGS = $(public_cppflags)
%C%_ldap_callback_LDFLAGS = $(public_test_ldflags)
%C%_ldap_callback_LDADD = core/libhvac.la
