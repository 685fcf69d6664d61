# SPDX-License-Identifier: MIT
auth_approle_sources = %D%/approle.c
