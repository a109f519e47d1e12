package zomg.model.access;

/**
 * A stored token.
 *
 * @param id the public half, by which it is looked up
 * @param secretHash sha256 of the secret half, lower-case hex; the secret is 256 random bits, so a
 *     slow hash would add nothing
 * @param owner whom it was issued to; one live token for each
 */
public record Token(String id, String secretHash, String owner, Role role) {}
