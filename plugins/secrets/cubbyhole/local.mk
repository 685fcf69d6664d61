# SPDX-License-Identifier: MIT
secrets_cubbyhole_sources = %D%/cubbyhole.c
