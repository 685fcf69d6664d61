/* SPDX-License-Identifier: MIT */
/* What holds for a whole mount: addresses that certificates carry, the cluster's own, other products. */
#include "pki.h"

#define ADDRESSES(name, what) HVAC_BODY(name, LIST, .help = "Addresses of " what " in certificates: http://pki.example.com/v1/pki/...")

static const struct hvac_operation operations[] = {
	{ .name = "read_urls", .verb = HVAC_GET, .path = PKI("config/urls"), .help = "Read the addresses that certificates carry",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "set_urls", .verb = HVAC_POST, .path = PKI("config/urls"), .help = "Say which addresses certificates carry, all as one map",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_WHOLE("params", .flags = HVAC_REQUIRED, .help = "Lists by the names that configure_urls has: {\"ocsp_servers\":[...]}"), MOUNT) },
	{ .name = "configure_urls", .verb = HVAC_POST, .path = PKI("config/urls"), .help = "Say which addresses certificates carry; what is not given stays",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    ADDRESSES("issuing_certificates", "the issuer's certificate"), ADDRESSES("crl_distribution_points", "the CRL"),
	    ADDRESSES("delta_crl_distribution_points", "the delta CRL"), ADDRESSES("ocsp_servers", "the OCSP server"),
	    HVAC_BODY("enable_templating", BOOLEAN, .help = "Whether {{cluster_path}}, {{cluster_aia_path}} and {{issuer_id}} stand for theirs; server's default false"), MOUNT) },

	{ .name = "read_cluster_configuration", .verb = HVAC_GET, .path = PKI("config/cluster"), .help = "Read this cluster's own addresses of the mount",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_cluster", .verb = HVAC_POST, .path = PKI("config/cluster"), .help = "Say how the mount is reached in this cluster; ACME needs it",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("path", STRING, .help = "Address of the mount: https://pki.example.com/v1/pki"),
	    HVAC_BODY("aia_path", STRING, .help = "Address of the mount for what certificates carry, without TLS: http://pki.example.com/v1/pki"), MOUNT) },

	{ .name = "read_guardium_configuration", .verb = HVAC_GET, .path = PKI("integrations/guardium"), .help = "Read the address of IBM Guardium",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "configure_guardium", .verb = HVAC_POST, .path = PKI("integrations/guardium"), .help = "Have IBM Guardium told of certificates",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_BODY("url", STRING, .flags = HVAC_REQUIRED, .help = "Address of IBM Guardium"), MOUNT) },
};

const struct hvac_area hvac_pki_config = HVAC_AREA(operations, .name = "config", .help = "What holds for a whole mount");
