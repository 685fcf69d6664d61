# SPDX-License-Identifier: MIT
auth_legacy_mfa_sources = %D%/legacy_mfa.c
