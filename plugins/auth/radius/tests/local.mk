# SPDX-License-Identifier: MIT
test_scripts += %D%/radius
EXTRA_DIST += %D%/radius_daemon.py
