# SPDX-License-Identifier: MIT
auth_jwt_sources = %D%/jwt.c %D%/operations.h %D%/poll.h
auth_oidc_sources = %D%/oidc.c %D%/operations.h %D%/poll.h
