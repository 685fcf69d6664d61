# SPDX-License-Identifier: MIT
auth_spiffe_sources = %D%/spiffe.c plugins/auth/cert/identity.h
auth_spiffe_cppflags = -iquote $(srcdir)/plugins/auth/cert $(OPENSSL_CFLAGS)
auth_spiffe_libs = $(OPENSSL_LIBS)
