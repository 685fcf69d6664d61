/* SPDX-License-Identifier: MIT */
/* The areas of the system backend: one file each, and one line here. */
#ifndef HVAC_SYS_H
#define HVAC_SYS_H

#include <hvac/plugin.h>

#define SYS_AREAS(AREA) \
	AREA(health) \
	AREA(health_check) \
	AREA(init) \
	AREA(seal) \
	AREA(sealwrap) \
	AREA(key) \
	AREA(rotation) \
	AREA(leader) \
	AREA(mount) \
	AREA(auth) \
	AREA(policy) \
	AREA(policies) \
	AREA(capabilities) \
	AREA(wrapping) \
	AREA(lease) \
	AREA(raft) \
	AREA(activation_flags) \
	AREA(billing) \
	AREA(control_hub) \
	AREA(events) \
	AREA(experiments) \
	AREA(license) \
	AREA(managed_keys) \
	AREA(oauth_resource_server) \
	AREA(release_info) \
	AREA(replication) \
	AREA(reporting) \
	AREA(sync) \
	AREA(utilization) \
	AREA(utilization_report) \
	AREA(vault_versions) \
	AREA(well_known) \
	AREA(namespace) \
	AREA(quota) \
	AREA(plugins) \
	AREA(audit) \
	AREA(tools) \
	AREA(raw) \
	AREA(config) \
	AREA(internal) \
	AREA(loggers) \
	AREA(workflows) \
	AREA(locked_users) \
	AREA(host_info) \
	AREA(in_flight_req) \
	AREA(version_history) \
	AREA(metrics) \
	AREA(pprof) \
	AREA(monitor) \
	AREA(external_keys) \
	AREA(control_group) \
	AREA(mfa)

/* Not seen outside the shared object. */
#define SYS_HIDDEN __attribute__((visibility("hidden")))

#define SYS_DECLARE(area) extern SYS_HIDDEN const struct hvac_area hvac_sys_##area;
SYS_AREAS(SYS_DECLARE)
#undef SYS_DECLARE

#endif
