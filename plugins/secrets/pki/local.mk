# SPDX-License-Identifier: MIT
secrets_pki_sources = \
	%D%/acme.c \
	%D%/authority.c \
	%D%/cel.c \
	%D%/certificate.c \
	%D%/cmp.c \
	%D%/config.c \
	%D%/crl.c \
	%D%/est.c \
	%D%/external.c \
	%D%/issue.c \
	%D%/issuer.c \
	%D%/key.c \
	%D%/ocsp.c \
	%D%/pki.c \
	%D%/pki.h \
	%D%/revoke.c \
	%D%/role.c \
	%D%/scep.c \
	%D%/tidy.c
