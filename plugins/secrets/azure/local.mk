# SPDX-License-Identifier: MIT
secrets_azure_sources = %D%/azure.c
