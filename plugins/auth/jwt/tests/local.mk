# SPDX-License-Identifier: MIT
test_scripts += %D%/jwt %D%/oidc
EXTRA_DIST += %D%/catalogue.py %D%/oidc_provider.mjs
