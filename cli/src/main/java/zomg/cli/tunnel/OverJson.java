package zomg.cli.tunnel;

import io.avaje.jsonb.Json;

/** Why a tunnel is over. */
@Json
record OverJson(String reason, String message, Integer code) {}
