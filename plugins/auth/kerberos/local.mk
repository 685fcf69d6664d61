# SPDX-License-Identifier: MIT
auth_kerberos_requires = krb5-gssapi krb5
auth_kerberos_sources = %D%/kerberos.c %D%/negotiate.c %D%/negotiate.h plugins/auth/ldap/directory.h
auth_kerberos_cppflags = -iquote $(srcdir)/plugins/auth/ldap $(auth_kerberos_CFLAGS) $(OPENSSL_CFLAGS)
auth_kerberos_libs = $(auth_kerberos_LIBS) $(OPENSSL_LIBS)
