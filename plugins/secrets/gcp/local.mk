# SPDX-License-Identifier: MIT
secrets_gcp_sources = %D%/gcp.c
