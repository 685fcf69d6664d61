# SPDX-License-Identifier: MIT
test_scripts += %D%/jwt %D%/oidc
EXTRA_DIST += %D%/oidc_provider.mjs
