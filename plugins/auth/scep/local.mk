# SPDX-License-Identifier: MIT
auth_scep_sources = %D%/scep.c
