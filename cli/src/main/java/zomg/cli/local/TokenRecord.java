package zomg.cli.local;

import io.avaje.jsonb.Json;

/** What the server keeps of a token: never the secret itself. */
@Json(naming = Json.Naming.LowerUnderscore)
public record TokenRecord(String id, String owner, String role, String secretHash) {}
