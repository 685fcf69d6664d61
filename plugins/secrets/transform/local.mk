# SPDX-License-Identifier: MIT
secrets_transform_sources = %D%/transform.c plugins/secrets/transit/wrap.h
secrets_transform_cppflags = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/secrets/transit $(OPENSSL_CFLAGS)
secrets_transform_libs = $(OPENSSL_LIBS)
