# SPDX-License-Identifier: MIT
auth_saml_sources = %D%/saml.c plugins/auth/aws/signing.h plugins/auth/jwt/poll.h
auth_saml_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws -iquote $(srcdir)/plugins/auth/jwt $(OPENSSL_CFLAGS)
auth_saml_libs = $(OPENSSL_LIBS)
