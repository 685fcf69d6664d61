# SPDX-License-Identifier: MIT
auth_okta_sources = %D%/okta.c
