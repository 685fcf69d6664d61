# SPDX-License-Identifier: MIT
secrets_rabbitmq_sources = %D%/rabbitmq.c
