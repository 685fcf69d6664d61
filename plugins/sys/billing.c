/* SPDX-License-Identifier: MIT */
/* What a licence is billed by. Follows the pages "/sys/billing", "/sys/billing/config" and "/sys/billing/overview". */
#include "sys.h"

#define MONTH(name, text) HVAC_QUERY(name, STRING, .help = text)

static const struct hvac_operation operations[] = {
	{ .name = "configure_billing", .verb = HVAC_POST, .path = "/sys/billing/config", .help = "Set how long figures of use are kept",
	  .since = "vault-2.0..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("retention_months", INTEGER, .flags = HVAC_REQUIRED, .help = "Months with this one: 13 to 72; 37 by default")) },
	{ .name = "read_billing_configuration", .verb = HVAC_GET, .path = "/sys/billing/config", .help = "Read how long figures of use are kept",
	  .since = "vault-2.0..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_billing_overview", .verb = HVAC_GET, .path = "/sys/billing/overview", .help = "Read the figures of use by month: secrets, roles, certificates, calls ...",
	  .since = "vault-2.0..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    MONTH("start_month", "First month: 2026-01; the oldest that is kept by default"),
	    MONTH("end_month", "Last month: 2026-06; this one by default"),
	    HVAC_QUERY("refresh_data", BOOLEAN, .help = "Whether to count anew, which costs; false by default, for figures of the last ten minutes")) },
	{ .name = "read_billing_certificates", .verb = HVAC_GET, .path = "/sys/billing/certificates", .help = "Read how many certificates pki engines issued, by month (Vault Enterprise)",
	  .since = "vault-1.21..", .flags = HVAC_IDEMPOTENT },
};

const struct hvac_area hvac_sys_billing = HVAC_AREA(operations, .name = "billing", .help = "What a licence is billed by");
