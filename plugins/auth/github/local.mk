# SPDX-License-Identifier: MIT
auth_github_sources = %D%/github.c
