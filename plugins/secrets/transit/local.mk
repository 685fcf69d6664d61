# SPDX-License-Identifier: MIT
secrets_transit_sources = %D%/transit.c %D%/wrap.h
secrets_transit_cppflags = -D_GNU_SOURCE=1 $(OPENSSL_CFLAGS)
secrets_transit_libs = $(OPENSSL_LIBS)
