# SPDX-License-Identifier: MIT
secrets_gcpkms_sources = %D%/gcpkms.c
