/* SPDX-License-Identifier: MIT */
/* libhvac: a client for HashiCorp Vault and OpenBao. */
#ifndef HVAC_HVAC_H
#define HVAC_HVAC_H

#include <hvac/adapter.h>
#include <hvac/cache.h>
#include <hvac/call.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include <hvac/engine.h>
#include <hvac/log.h>
#include <hvac/queue.h>
#include <hvac/response.h>
#include <hvac/status.h>
#include <hvac/value.h>
#include <hvac/version.h>
#include <hvac/watcher.h>

#endif
