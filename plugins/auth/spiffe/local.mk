# SPDX-License-Identifier: MIT
auth_spiffe_sources = %D%/spiffe.c
