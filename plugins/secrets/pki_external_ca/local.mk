# SPDX-License-Identifier: MIT
secrets_pki_external_ca_sources = %D%/pki_external_ca.c
