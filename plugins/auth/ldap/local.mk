# SPDX-License-Identifier: MIT
auth_ldap_sources = %D%/ldap.c %D%/directory.h
