# SPDX-License-Identifier: MIT
auth_cert_sources = %D%/cert.c %D%/hooks.c %D%/hooks.h %D%/identity.h plugins/auth/aws/signing.h plugins/auth/aws/credentials.h
auth_cert_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_cert_libs = $(OPENSSL_LIBS)
