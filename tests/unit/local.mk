# SPDX-License-Identifier: MIT
#
# One program for each noun, linked with the whole core. What several share: suite (main), outcome (what an adapter reports),
# scripted (an adapter of a program's own), holding (one that holds many requests), stage (a server as far as tokens go), vault
# (one that goes on by a clock of its own), server (a thread with a socket).
unit_suite = %D%/suite.c %D%/suite.h
unit_outcome = %D%/outcome.c %D%/outcome.h
unit_scripted = %D%/scripted.c %D%/scripted.h $(unit_outcome)
unit_holding = %D%/holding.c %D%/holding.h $(unit_scripted)
unit_stage = %D%/stage.c %D%/stage.h $(unit_scripted)
unit_vault = %D%/vault.c %D%/vault.h $(unit_outcome)
unit_server = %D%/server.c %D%/server.h

unit_tests += \
	%D%/address \
	%D%/base64 \
	%D%/bind \
	%D%/cache \
	%D%/client \
	%D%/config \
	%D%/consistency \
	%D%/doubt \
	%D%/draft \
	%D%/handover \
	%D%/limiter \
	%D%/lease \
	%D%/login_steps \
	%D%/memory \
	%D%/nearest \
	%D%/no_proxy \
	%D%/path \
	%D%/policy \
	%D%/queue \
	%D%/relogin \
	%D%/replay \
	%D%/response \
	%D%/srv \
	%D%/status \
	%D%/stream \
	%D%/task \
	%D%/timers \
	%D%/token \
	%D%/trust \
	%D%/value \
	%D%/watcher
%C%_address_SOURCES = %D%/address.c $(unit_suite)
%C%_base64_SOURCES = %D%/base64.c $(unit_suite)
%C%_bind_SOURCES = %D%/bind.c $(unit_suite)
%C%_cache_SOURCES = %D%/cache.c $(unit_suite) $(unit_holding)
%C%_client_SOURCES = %D%/client.c $(unit_suite) $(unit_scripted) $(unit_server)
%C%_config_SOURCES = %D%/config.c $(unit_suite)
%C%_consistency_SOURCES = %D%/consistency.c $(unit_suite) $(unit_stage)
%C%_doubt_SOURCES = %D%/doubt.c $(unit_suite) $(unit_stage)
%C%_draft_SOURCES = %D%/draft.c $(unit_suite)
%C%_handover_SOURCES = %D%/handover.c $(unit_suite)
%C%_limiter_SOURCES = %D%/limiter.c $(unit_suite) $(unit_stage)
%C%_lease_SOURCES = %D%/lease.c $(unit_suite)
%C%_login_steps_SOURCES = %D%/login_steps.c $(unit_suite) $(unit_scripted)
%C%_memory_SOURCES = %D%/memory.c $(unit_suite)
%C%_nearest_SOURCES = %D%/nearest.c $(unit_suite)
%C%_no_proxy_SOURCES = %D%/no_proxy.c $(unit_suite)
%C%_path_SOURCES = %D%/path.c $(unit_suite)
%C%_policy_SOURCES = %D%/policy.c $(unit_suite)
%C%_queue_SOURCES = %D%/queue.c $(unit_suite) $(unit_holding)
%C%_relogin_SOURCES = %D%/relogin.c $(unit_suite) $(unit_stage)
%C%_replay_SOURCES = %D%/replay.c $(unit_suite) $(unit_server)
%C%_response_SOURCES = %D%/response.c $(unit_suite) $(unit_outcome)
%C%_srv_SOURCES = %D%/srv.c $(unit_scripted)
%C%_status_SOURCES = %D%/status.c $(unit_suite)
%C%_stream_SOURCES = %D%/stream.c $(unit_suite) $(unit_server)
%C%_task_SOURCES = %D%/task.c $(unit_suite) $(unit_scripted)
%C%_timers_SOURCES = %D%/timers.c $(unit_suite)
%C%_token_SOURCES = %D%/token.c $(unit_suite)
%C%_trust_SOURCES = %D%/trust.c $(unit_suite)
%C%_value_SOURCES = %D%/value.c $(unit_suite)
%C%_watcher_SOURCES = %D%/watcher.c $(unit_suite) $(unit_vault)

# whose tests can be run by one process, which spares valgrind to begin anew with each
one_process_tests = \
	%D%/bind \
	%D%/config \
	%D%/consistency \
	%D%/draft \
	%D%/limiter \
	%D%/no_proxy \
	%D%/policy \
	%D%/stream \
	%D%/trust \
	%D%/value

# those in which threads meet
thread_tests += \
	%D%/cache \
	%D%/client \
	%D%/queue \
	%D%/consistency \
	%D%/doubt \
	%D%/limiter \
	%D%/relogin \
	%D%/replay \
	%D%/response \
	%D%/stream \
	%D%/token \
	%D%/value \
	%D%/watcher
