# SPDX-License-Identifier: MIT
auth_userpass_sources = %D%/userpass.c
