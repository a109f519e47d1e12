package zomg.usecase.base;

import java.time.Duration;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

/** Reads what was printed while a base was built, also while it is. */
public final class ReadBuildLog {

    /**
     * A part of a log.
     *
     * @param isLast whether nothing comes after it any more
     */
    public record Part(Uid build, BuildLogs.Piece piece, boolean isLast) {}

    private final BuildLogs logs;
    private final BuildsUnderWay underWay;

    public ReadBuildLog(BuildLogs logs, BuildsUnderWay underWay) {
        this.logs = logs;
        this.underWay = underWay;
    }

    /**
     * @param build one that is known to be the base's; else its newest
     * @throws Refusal LOG_NOT_FOUND if none is kept
     */
    public Uid find(BaseReference base, Optional<Uid> build) {
        return build.filter(one -> logs.read(one, 0, 0).isPresent())
                .or(() -> build.isPresent() ? Optional.empty() : logs.newest(base))
                .orElseThrow(() -> noLog(base));
    }

    private static Refusal noLog(BaseReference base) {
        return new Refusal(
                ErrorCode.LOG_NOT_FOUND,
                "there is no log of a build of %s, or it is too long ago".formatted(base));
    }

    /**
     * What is there from {@code offset} on; where there is nothing, what comes, as long as a build
     * is under way that may print it.
     *
     * @param patience to wait for something
     * @throws Refusal LOG_NOT_FOUND if it was forgotten
     */
    public Part read(BaseReference base, Uid build, long offset, int most, Duration patience) {
        long left = patience.toNanos();
        while (true) {
            long seen = underWay.news();
            boolean over = !underWay.has(build);
            BuildLogs.Piece piece = logs.read(build, offset, most).orElseThrow(() -> noLog(base));
            if (piece.bytes().length > 0 || over || left <= 0) {
                return new Part(build, piece, over && piece.bytes().length < most);
            }
            left = underWay.await(seen, left);
        }
    }
}
