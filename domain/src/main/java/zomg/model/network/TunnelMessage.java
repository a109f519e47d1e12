package zomg.model.network;

/** As docs/tunnel.md has it; the two ends know what it means. */
public record TunnelMessage(byte[] bytes) {}
