# SPDX-License-Identifier: MIT
test_scripts += %D%/rabbitmq
EXTRA_DIST += %D%/rabbitmq_broker.py
