# SPDX-License-Identifier: MIT
test_scripts += %D%/pki %D%/pki_acme %D%/pki_replayed
if ENGINE_secrets_pki
test_scripts += %D%/pki_examples
endif
EXTRA_DIST += %D%/catalogue.py %D%/acme_client.py %D%/pki_stand.py
