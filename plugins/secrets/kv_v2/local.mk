# SPDX-License-Identifier: MIT
secrets_kv_v2_sources = %D%/kv_v2.c
