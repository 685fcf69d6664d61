# SPDX-License-Identifier: MIT
secrets_mongodbatlas_sources = %D%/mongodbatlas.c
