# SPDX-License-Identifier: MIT
secrets_agent_registry_sources = %D%/agent_registry.c
