/* SPDX-License-Identifier: MIT */
#ifndef HVAC_AUTH_AWS_ENDPOINT_H
#define HVAC_AUTH_AWS_ENDPOINT_H

#include <stdbool.h>

struct hvac_task;

/* The name of STS's host for a region; us-east-1 stands for the one that was there before there were regional ones. */
const char *aws_endpoint_host(struct hvac_task *task, const char *region, bool fips);

#endif
