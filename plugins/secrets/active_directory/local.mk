# SPDX-License-Identifier: MIT
secrets_active_directory_sources = %D%/active_directory.c plugins/auth/ldap/directory.h
secrets_active_directory_cppflags = -iquote $(srcdir)/plugins/auth/ldap
