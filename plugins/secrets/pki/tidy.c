/* SPDX-License-Identifier: MIT */
/* Tidying: dropping what has ended. It runs in the background, by order or by itself. */
#include "pki.h"

#define DROPS(what, text) HVAC_BODY("tidy_" what, BOOLEAN, .help = "Whether to drop " text "; server's default false")
#define BUFFER(what, text) HVAC_BODY(what "safety_buffer", DURATION, .help = "How long " text)
#define TIDY_OPTIONS \
	DROPS("cert_store", "certificates that have ended from the list of what is kept"), \
	DROPS("revoked_certs", "certificates that have ended from the list of what was revoked"), \
	HVAC_BODY("tidy_revoked_cert_issuer_associations", BOOLEAN, .help = "Whether to find out which issuer a revoked certificate is of; server's default false"), \
	DROPS("expired_issuers", "issuers that have ended, but for the default one"), \
	HVAC_BODY("tidy_move_legacy_ca_bundle", BOOLEAN, .help = "Whether to move aside what Vault before 1.11 kept; server's default false"), \
	DROPS("acme", "ACME's old orders and accounts without any"), \
	DROPS("invalid_certs", "entries that are no certificates (OpenBao)"), \
	DROPS("revocation_queue", "old requests to other clusters (Vault Enterprise)"), \
	DROPS("cross_cluster_revoked_certs", "what has ended from lists of all clusters (Vault Enterprise)"), \
	DROPS("cert_metadata", "what is kept with certificates that have ended (Vault Enterprise)"), \
	DROPS("cmpv2_nonce_store", "CMP's old nonces (Vault Enterprise)"), \
	BUFFER("", "something must have ended; server's default 72h"), \
	BUFFER("issuer_", "an issuer must have ended; server's default 365 days"), \
	BUFFER("acme_account_", "an account must have had no order; server's default 30 days"), \
	BUFFER("revocation_queue_", "a request to other clusters is kept; server's default 48h (Vault Enterprise)"), \
	HVAC_BODY("revoked_safety_buffer", DURATION, .help = "As safety_buffer, of what was revoked; server's default is that one (OpenBao)"), \
	HVAC_BODY("pause_duration", DURATION, .help = "Rest after each certificate, for the storage's sake: \"10ms\"; server's default 0s"), \
	HVAC_BODY("page_size", INTEGER, .help = "Certificates that are read at once; server's default 1000 (OpenBao)"), \
	HVAC_BODY("tidy_revocation_list", BOOLEAN, .help = "Deprecated: use tidy_revoked_certs")

static const struct hvac_operation operations[] = {
	{ .name = "tidy", .verb = HVAC_POST, .path = PKI("tidy"), .help = "Begin to drop what has ended; read_tidy_status tells how far it is",
	  HVAC_PARAMETERS(EXTRA_PARAMS, MOUNT, TIDY_OPTIONS) },
	{ .name = "read_tidy_status", .verb = HVAC_GET, .path = PKI("tidy-status"), .help = "Read state, times, counts and error of what runs or ran last",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "cancel_tidy", .verb = HVAC_POST, .path = PKI("tidy-cancel"), .help = "Have it stop as soon as it can",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_auto_tidy_configuration", .verb = HVAC_GET, .path = PKI("config/auto-tidy"), .help = "Read what is dropped by itself, and when",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_auto_tidy", .verb = HVAC_POST, .path = PKI("config/auto-tidy"), .help = "Say what is dropped by itself, and when; what is not given stays",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("enabled", BOOLEAN, .help = "Whether it runs by itself; server's default false"),
	    HVAC_BODY("interval_duration", DURATION, .help = "Time from the end of one run to the next; server's default 12h"),
	    HVAC_BODY("min_startup_backoff_duration", DURATION, .help = "The least wait after a start of the server; server's default 5m (Vault 2.1 and later)"),
	    HVAC_BODY("max_startup_backoff_duration", DURATION, .help = "The longest wait after a start of the server; server's default 15m (Vault 2.1 and later)"),
	    HVAC_BODY("maintain_stored_certificate_counts", BOOLEAN, .help = "Whether certificates are counted, for read_tidy_status; server's default false"),
	    HVAC_BODY("publish_stored_certificate_count_metrics", BOOLEAN, .help = "Whether the counts are metrics, too; server's default false"),
	    TIDY_OPTIONS, MOUNT) },
};

const struct hvac_area hvac_pki_tidy = HVAC_AREA(operations, .name = "tidy", .help = "Dropping what has ended");
