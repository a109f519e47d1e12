package zomg.cli.local;

import io.avaje.jsonb.Json;

/** What {@code zomg status --json} prints. */
@Json(naming = Json.Naming.LowerUnderscore)
record StatusJson(
        String url,
        String tokenFile,
        long pid,
        String pool,
        String database,
        String engine,
        String version) {}
