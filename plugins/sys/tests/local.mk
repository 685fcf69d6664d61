# SPDX-License-Identifier: MIT
live_tests += %D%/lease %D%/mount %D%/policy %D%/state

%C%_lease_CPPFLAGS = $(live_cppflags)
%C%_lease_LDFLAGS = $(public_test_ldflags)
%C%_lease_LDADD = $(live_libs)
%C%_mount_CPPFLAGS = $(live_cppflags)
%C%_mount_LDFLAGS = $(public_test_ldflags)
%C%_mount_LDADD = $(live_libs)
%C%_policy_CPPFLAGS = $(live_cppflags)
%C%_policy_LDFLAGS = $(public_test_ldflags)
%C%_policy_LDADD = $(live_libs)
%C%_state_CPPFLAGS = $(live_cppflags)
%C%_state_LDFLAGS = $(public_test_ldflags)
%C%_state_LDADD = $(live_libs)

EXTRA_DIST += %D%/not-in-openbao-2.7.2-policies.json %D%/not-in-openbao-2.7.2-lease.json
