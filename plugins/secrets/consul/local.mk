# SPDX-License-Identifier: MIT
secrets_consul_sources = %D%/consul.c
