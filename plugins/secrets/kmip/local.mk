# SPDX-License-Identifier: MIT
secrets_kmip_sources = %D%/kmip.c
