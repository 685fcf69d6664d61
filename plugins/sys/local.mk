# SPDX-License-Identifier: MIT
sys_sources = \
	%D%/auth.c \
	%D%/capabilities.c \
	%D%/health.c \
	%D%/init.c \
	%D%/keys.c \
	%D%/keys.h \
	%D%/leader.c \
	%D%/lease.c \
	%D%/mount.c \
	%D%/mount.h \
	%D%/policies.c \
	%D%/policy.c \
	%D%/policy.h \
	%D%/raft.c \
	%D%/seal.c \
	%D%/sys.c \
	%D%/sys.h \
	%D%/wrapping.c
