# SPDX-License-Identifier: MIT
test_scripts += %D%/radius
EXTRA_DIST += %D%/catalogue.py %D%/radius_daemon.py
