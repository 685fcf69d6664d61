# SPDX-License-Identifier: MIT
secrets_ldap_sources = %D%/ldap.c plugins/auth/ldap/directory.h
secrets_ldap_cppflags = -iquote $(srcdir)/plugins/auth/ldap
