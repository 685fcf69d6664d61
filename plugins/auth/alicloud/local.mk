# SPDX-License-Identifier: MIT
auth_alicloud_sources = %D%/alicloud.c %D%/login.c %D%/login.h \
	plugins/auth/aws/signing.h plugins/auth/aws/credentials.h plugins/auth/aws/metadata.h plugins/auth/aws/cloud.h
auth_alicloud_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_alicloud_libs = $(OPENSSL_LIBS)
