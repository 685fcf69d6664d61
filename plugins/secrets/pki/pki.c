/* SPDX-License-Identifier: MIT */
/* The PKI engine: the list of its areas. */
#include "pki.h"

#define AREA(name) &hvac_pki_##name,
static const struct hvac_area *const areas[] = { PKI_AREAS(AREA) };

HVAC_PLUGIN(secrets, pki, areas, .version = "1.0", .help = "X.509 certificate authorities: certificates, revocation lists, OCSP, ACME",
	.reference = "PKI secrets engine (API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_secrets_engine backend_type=pki config='{\"max_lease_ttl\":\"87600h\"}'\n"
		"hvac call secrets/pki generate_root type=internal common_name='Example Root' \\\n"
		"    key_type=ec ttl=87600h --field certificate >root.pem\n"
		"hvac call secrets/pki create_or_update_role name=web key_type=ec \\\n"
		"    allowed_domains=example.com allow_subdomains=true max_ttl=72h\n"
		"hvac call secrets/pki generate_certificate name=web \\\n"
		"    common_name=web.example.com --format json >web.json\n"
		"openssl req -new -newkey rsa:2048 -nodes -subj /CN=api.example.com \\\n"
		"    -keyout api.key -out api.csr 2>/dev/null\n"
		"hvac call secrets/pki create_or_update_role name=api key_type=rsa \\\n"
		"    allowed_domains=example.com allow_subdomains=true\n"
		"hvac call secrets/pki sign_certificate name=api csr=@api.csr \\\n"
		"    common_name=api.example.com --field certificate >api.pem\n"
		"openssl verify -CAfile root.pem api.pem\n"
		"hvac call secrets/pki read_crl --format raw >crl.pem\n"
		"hvac call secrets/pki tidy tidy_cert_store=true safety_buffer=72h\n"
		"hvac call secrets/pki read_tidy_status\n");
