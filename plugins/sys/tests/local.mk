# SPDX-License-Identifier: MIT
live_tests += %D%/lease %D%/monitor %D%/mount %D%/policy %D%/state
test_scripts += \
	%D%/insides \
	%D%/key \
	%D%/operating_no_live_test \
	%D%/raft \
	%D%/replication_no_live_test \
	%D%/settings \
	%D%/sync_no_live_test \
	%D%/tenants \
	%D%/vault_no_live_test

%C%_lease_CPPFLAGS = $(live_cppflags)
%C%_lease_LDFLAGS = $(public_test_ldflags)
%C%_lease_LDADD = $(live_libs)
%C%_monitor_CPPFLAGS = $(live_cppflags)
%C%_monitor_LDFLAGS = $(public_test_ldflags)
%C%_monitor_LDADD = $(live_libs)
%C%_mount_CPPFLAGS = $(live_cppflags)
%C%_mount_LDFLAGS = $(public_test_ldflags)
%C%_mount_LDADD = $(live_libs)
%C%_policy_CPPFLAGS = $(live_cppflags)
%C%_policy_LDFLAGS = $(public_test_ldflags)
%C%_policy_LDADD = $(live_libs)
%C%_state_CPPFLAGS = $(live_cppflags)
%C%_state_LDFLAGS = $(public_test_ldflags)
%C%_state_LDADD = $(live_libs)

EXTRA_DIST += %D%/catalogue.py %D%/not-in-openbao-2.7.2-policies.json %D%/not-in-openbao-2.7.2-lease.json
