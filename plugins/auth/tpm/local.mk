# SPDX-License-Identifier: MIT
auth_tpm_sources = %D%/tpm.c
