# SPDX-License-Identifier: MIT
auth_token_sources = %D%/token.c
