# SPDX-License-Identifier: MIT
test_scripts += %D%/saml_no_live_test
