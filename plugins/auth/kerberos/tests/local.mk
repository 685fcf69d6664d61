# SPDX-License-Identifier: MIT
# left out with the engine
if HAVE_auth_kerberos
test_scripts += %D%/kerberos
endif
EXTRA_DIST += %D%/catalogue.py %D%/kerberos %D%/kerberos_realm.py
