# SPDX-License-Identifier: MIT
secrets_terraform_sources = %D%/terraform.c
