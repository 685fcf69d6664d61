# SPDX-License-Identifier: MIT
secrets_totp_sources = %D%/totp.c
