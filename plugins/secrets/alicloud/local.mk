# SPDX-License-Identifier: MIT
secrets_alicloud_sources = %D%/alicloud.c
