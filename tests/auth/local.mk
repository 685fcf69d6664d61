# SPDX-License-Identifier: MIT
#
# Auth methods beside those in tests/live: each engine has a fragment with its lines. What several share stands here.
include tests/auth/alicloud.mk
include tests/auth/aws.mk
include tests/auth/azure.mk
include tests/auth/centrify.mk
include tests/auth/cert.mk
include tests/auth/cf.mk
include tests/auth/gcp.mk
include tests/auth/github.mk
include tests/auth/jwt.mk
include tests/auth/kerberos.mk
include tests/auth/kubernetes.mk
include tests/auth/ldap.mk
include tests/auth/legacy_mfa.mk
include tests/auth/list.mk
include tests/auth/oci.mk
include tests/auth/okta.mk
include tests/auth/radius.mk
include tests/auth/saml.mk
include tests/auth/scep.mk
include tests/auth/spiffe.mk
include tests/auth/tpm.mk
