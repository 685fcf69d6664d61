# SPDX-License-Identifier: MIT
test_scripts += %D%/kubernetes_no_live_test
EXTRA_DIST += %D%/api_server.py
