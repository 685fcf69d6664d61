# SPDX-License-Identifier: MIT
secrets_kv_sources = %D%/kv.c %D%/mount.h %D%/version_1.h %D%/version_2.h
secrets_kv_v1_sources = %D%/kv_v1.c %D%/mount.h %D%/version_1.h
secrets_kv_v2_sources = %D%/kv_v2.c %D%/mount.h %D%/version_2.h
