# SPDX-License-Identifier: MIT
auth_centrify_sources = %D%/centrify.c
