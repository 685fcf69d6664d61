# SPDX-License-Identifier: MIT
secrets_nomad_sources = %D%/nomad.c
