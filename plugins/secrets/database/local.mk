# SPDX-License-Identifier: MIT
secrets_database_sources = %D%/database.c
