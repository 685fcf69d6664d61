# SPDX-License-Identifier: MIT
secrets_spiffe_sources = %D%/spiffe.c
