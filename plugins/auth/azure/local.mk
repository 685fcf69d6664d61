# SPDX-License-Identifier: MIT
auth_azure_sources = %D%/azure.c %D%/login.c %D%/login.h \
	plugins/auth/aws/signing.h plugins/auth/aws/credentials.h plugins/auth/aws/metadata.h
auth_azure_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_azure_libs = $(OPENSSL_LIBS)
