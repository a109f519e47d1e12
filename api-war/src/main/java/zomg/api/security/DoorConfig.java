package zomg.api.security;

import java.util.Set;

/**
 * Whom the server answers.
 *
 * @param domain below which boxes have their hostnames; {@code boxes.<domain>} is the server's own
 * @param hosts further names that the server may be called by
 * @param origins web origins, besides the server's own, whose pages may call it
 */
public record DoorConfig(String domain, Set<String> hosts, Set<String> origins) {}
