# SPDX-License-Identifier: MIT
secrets_ssh_sources = %D%/ssh.c
