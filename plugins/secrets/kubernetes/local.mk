# SPDX-License-Identifier: MIT
secrets_kubernetes_sources = %D%/kubernetes.c
