# SPDX-License-Identifier: MIT
secrets_identity_sources = \
	%D%/alias.c \
	%D%/duplicate.c \
	%D%/entity.c \
	%D%/group.c \
	%D%/identity.c \
	%D%/identity.h \
	%D%/lookup.c \
	%D%/mfa.c \
	%D%/oidc.c \
	%D%/provider.c \
	%D%/scim.c \
	%D%/tpm.c
