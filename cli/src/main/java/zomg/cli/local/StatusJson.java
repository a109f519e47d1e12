package zomg.cli.local;

import io.avaje.jsonb.Json;
import java.util.Optional;
import zomg.cli.client.Pool;

/**
 * What {@code zomg status --json} prints.
 *
 * @param poolSpace null if the server does not say
 */
@Json(naming = Json.Naming.LowerUnderscore)
record StatusJson(
        String url,
        String tokenFile,
        long pid,
        String pool,
        String database,
        String engine,
        String version,
        PoolSpace poolSpace) {

    private static final double GIBIBYTE = 1L << 30;

    /** The room in the pool, in bytes. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record PoolSpace(long sizeBytes, long freeBytes, long metadataFreeBytes, long reserveBytes) {

        static PoolSpace of(Pool pool) {
            return new PoolSpace(
                    pool.sizeBytes(),
                    pool.freeBytes(),
                    pool.metadataFreeBytes(),
                    pool.reserveBytes());
        }

        private String words() {
            return "%s of %s free; new boxes leave %s"
                    .formatted(gibibytes(freeBytes), gibibytes(sizeBytes), gibibytes(reserveBytes));
        }

        private static String gibibytes(long bytes) {
            return "%.1f GiB".formatted(bytes / GIBIBYTE);
        }
    }

    String poolSpaceInWords() {
        return Optional.ofNullable(poolSpace).map(PoolSpace::words).orElse("unknown");
    }
}
