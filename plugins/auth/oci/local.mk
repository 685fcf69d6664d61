# SPDX-License-Identifier: MIT
auth_oci_sources = %D%/oci.c %D%/login.c %D%/login.h %D%/principal.c %D%/instance.c %D%/request.c %D%/request.h \
	plugins/auth/cf/rsa.h \
	plugins/auth/aws/signing.h plugins/auth/aws/credentials.h plugins/auth/aws/metadata.h plugins/auth/aws/cloud.h
auth_oci_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws -iquote $(srcdir)/plugins/auth/cf $(OPENSSL_CFLAGS)
auth_oci_libs = $(OPENSSL_LIBS)
