# SPDX-License-Identifier: MIT
#
# What holds for each engine, and the engines' own tests, which are in their folders.
test_scripts += %D%/list

include tests/engines/all.mk
