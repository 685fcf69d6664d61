# SPDX-License-Identifier: MIT
test_scripts += %D%/jwt %D%/oidc
EXTRA_DIST += %D%/browser.py %D%/oidc_provider.mjs
