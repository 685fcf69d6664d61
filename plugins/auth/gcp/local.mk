# SPDX-License-Identifier: MIT
auth_gcp_sources = %D%/gcp.c %D%/login.c %D%/login.h %D%/jwt.c %D%/jwt.h \
	plugins/auth/aws/signing.h plugins/auth/aws/credentials.h plugins/auth/aws/metadata.h
auth_gcp_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_gcp_libs = $(OPENSSL_LIBS)
