# SPDX-License-Identifier: MIT
auth_aws_sources = %D%/aws.c %D%/login.c %D%/login.h %D%/sigv4.c %D%/sigv4.h %D%/endpoint.c %D%/endpoint.h \
	%D%/signing.h %D%/credentials.h %D%/metadata.h %D%/cloud.h
auth_aws_cppflags = -D_GNU_SOURCE=1 $(OPENSSL_CFLAGS)
auth_aws_libs = $(OPENSSL_LIBS)
