# SPDX-License-Identifier: MIT
public_tests += %D%/aws_vectors %D%/aws_clock
test_scripts += %D%/aws

# the signer alone, without the library
%C%_aws_vectors_SOURCES = %D%/aws_vectors.c plugins/auth/aws/sigv4.c tests/unit/suite.c tests/unit/suite.h
%C%_aws_vectors_CPPFLAGS = -D_GNU_SOURCE=1 -iquote $(srcdir)/plugins/auth/aws -I$(srcdir)/tests/unit $(public_cppflags) $(CHECK_CFLAGS) $(OPENSSL_CFLAGS)
%C%_aws_vectors_LDADD = $(OPENSSL_LIBS) $(CHECK_LIBS)

%C%_aws_clock_SOURCES = %D%/aws_clock.c tests/unit/suite.c tests/unit/suite.h
%C%_aws_clock_CPPFLAGS = -I$(srcdir)/tests/unit $(public_cppflags) $(CHECK_CFLAGS) $(OPENSSL_CFLAGS)
%C%_aws_clock_LDFLAGS = $(public_test_ldflags)
%C%_aws_clock_LDADD = core/libhvac.la $(OPENSSL_LIBS) $(CHECK_LIBS)

EXTRA_DIST += %D%/catalogue.py
