# SPDX-License-Identifier: MIT
# What is sent and what is made of answers, at the socket: the command under test against servers of the tests' own.
once_scripts += \
	%D%/catalogue \
	%D%/vectors
test_scripts += \
	%D%/facade \
	%D%/wire \
	%D%/answers \
	%D%/repeats \
	%D%/streams \
	%D%/files \
	%D%/snapshot
