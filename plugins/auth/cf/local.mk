# SPDX-License-Identifier: MIT
auth_cf_sources = %D%/cf.c %D%/login.c %D%/login.h %D%/rsa.h \
	plugins/auth/aws/signing.h plugins/auth/aws/credentials.h plugins/auth/aws/metadata.h plugins/auth/aws/cloud.h
auth_cf_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_cf_libs = $(OPENSSL_LIBS)
