# SPDX-License-Identifier: MIT
test_scripts += %D%/agent_registry_no_live_test
