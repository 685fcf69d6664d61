# SPDX-License-Identifier: MIT
auth_tpm_sources = %D%/tpm.c plugins/auth/cert/identity.h
auth_tpm_cppflags = -iquote $(srcdir)/plugins/auth/cert $(OPENSSL_CFLAGS)
auth_tpm_libs = $(OPENSSL_LIBS)
