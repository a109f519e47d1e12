package zomg.model.access;

import java.time.Instant;

/**
 * Lets somebody in once, in place of a token.
 *
 * @param secret 32 random bytes in base64url
 * @param expiresAt after which it lets nobody in
 */
public record Ticket(String secret, Instant expiresAt) {}
