# SPDX-License-Identifier: MIT
auth_radius_sources = %D%/radius.c
