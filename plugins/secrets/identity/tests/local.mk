# SPDX-License-Identifier: MIT
test_scripts += %D%/identity %D%/identity_mfa %D%/identity_oidc %D%/identity_replayed
EXTRA_DIST += %D%/catalogue.py %D%/identity_stand.py
