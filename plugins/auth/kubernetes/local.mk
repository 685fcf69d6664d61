# SPDX-License-Identifier: MIT
auth_kubernetes_sources = %D%/kubernetes.c plugins/auth/aws/signing.h plugins/auth/aws/credentials.h
auth_kubernetes_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws $(OPENSSL_CFLAGS)
auth_kubernetes_libs = $(OPENSSL_LIBS)
