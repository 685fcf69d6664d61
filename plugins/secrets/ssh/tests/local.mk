# SPDX-License-Identifier: MIT
test_scripts += %D%/ssh
EXTRA_DIST += %D%/catalogue.py %D%/ssh_daemon.py
