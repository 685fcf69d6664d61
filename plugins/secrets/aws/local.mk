# SPDX-License-Identifier: MIT
secrets_aws_sources = %D%/aws.c
