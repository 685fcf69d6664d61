/* SPDX-License-Identifier: MIT */
/* Integrated storage. Follows the page "/sys/storage/raft". */
#include "sys.h"

/* A dump of gigabytes: in and out as a stream. */
#define SNAPSHOT HVAC_RAW_BODY("snapshot", .flags = HVAC_REQUIRED, .help = "What take_raft_snapshot gave")

static const struct hvac_operation operations[] = {
	{ .name = "take_raft_snapshot", .verb = HVAC_GET, .path = "/sys/storage/raft/snapshot", .help = "Have a snapshot of all data: a tar file under gzip, encrypted within",
	  .answer = "", .flags = HVAC_RAW | HVAC_STREAM_OUT | HVAC_IDEMPOTENT },

	{ .name = "restore_raft_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot", .help = "Replace all data by a snapshot of this cluster",
	  .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(SNAPSHOT) },

	{ .name = "force_restore_raft_snapshot", .verb = HVAC_POST, .path = "/sys/storage/raft/snapshot-force", .help = "Replace all data by a snapshot of any cluster, whose keys unseal this one from then on",
	  .flags = HVAC_STREAM_IN, HVAC_PARAMETERS(SNAPSHOT) },
};

const struct hvac_area hvac_sys_raft = HVAC_AREA(operations, .name = "raft", .help = "Integrated storage and its snapshots");
