# SPDX-License-Identifier: MIT
secrets_keymgmt_sources = %D%/keymgmt.c
