package zomg.runner;

import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.linux.libc.Errno;
import zomg.linux.pool.PoolFailures;

/** What the runner could not do with a file, as people are told. */
final class FileFailures {

    private static final String NOT_SERVED = "not_served";
    private static final String IDS = "ids";

    private FileFailures() {}

    static RuntimeException of(RunnerStatus status) {
        return switch (status) {
            case RunnerStatus.Failed failed -> of(failed);
            case RunnerStatus.Signalled _ ->
                    new Refusal(
                            ErrorCode.BOX_BUSY,
                            "the work on the box's files was killed in the box, as the kernel does"
                                    + " where there is no memory left; try again");
            case RunnerStatus.Exited _, RunnerStatus.TimedOut _ ->
                    new RunnerFailed("answered " + status);
        };
    }

    private static RuntimeException of(RunnerStatus.Failed failed) {
        String subject = subject(failed.text());
        return switch (failed.step()) {
            case NOT_SERVED ->
                    new Refusal(
                            ErrorCode.PATH_NOT_SERVED,
                            subject
                                    + " is no file or directory on a disk of the box; a command in"
                                    + " the box may reach it");
            case IDS ->
                    InvalidInput.field(
                            "archive",
                            "gives %s to an id that boxes do not have: 65535 is the last"
                                    .formatted(subject));
            default -> byNumber(failed, subject);
        };
    }

    private static RuntimeException byNumber(RunnerStatus.Failed failed, String subject) {
        return switch (failed.errno()) {
            case Errno.ENOENT ->
                    new Refusal(
                            ErrorCode.PATH_NOT_FOUND,
                            "there is no %s in the box".formatted(subject));
            case Errno.EISDIR -> path("is a directory", subject);
            case Errno.ENOTDIR -> path("goes through, or is, what is no directory", subject);
            case Errno.ENOTEMPTY -> path("is a directory that is not empty", subject);
            case Errno.ELOOP -> path("has too many links in it", subject);
            case Errno.ENAMETOOLONG -> path("is too long, or too deep", subject);
            case Errno.EINVAL, Errno.EEXIST, Errno.EXDEV -> path("cannot be this", subject);
            case Errno.EACCES, Errno.EPERM ->
                    new Refusal(
                            ErrorCode.PATH_NOT_SERVED, subject + " does not allow that in the box");
            case Errno.EAGAIN, Errno.ESTALE ->
                    new Refusal(
                            ErrorCode.BOX_BUSY, subject + " changes all the time; try again later");
            case Errno.ESRCH -> stopped();
            case Errno.EDQUOT ->
                    new Refusal(
                            ErrorCode.INSUFFICIENT_STORAGE,
                            "the box's disk is full; delete something in the box");
            default ->
                    Optional.<RuntimeException>empty()
                            .or(() -> PoolFailures.of(failed.errno()))
                            .orElseGet(
                                    () ->
                                            new RunnerFailed(
                                                    "%s: %s"
                                                            .formatted(
                                                                    failed.step(), failed.text())));
        };
    }

    static Refusal stopped() {
        return new Refusal(
                ErrorCode.BOX_BUSY, "the box stopped while its files were worked on; try again");
    }

    private static InvalidInput path(String rule, String subject) {
        return InvalidInput.field("path", "%s: %s".formatted(rule, subject));
    }

    /** The runner says {@code SUBJECT: what the kernel says}. */
    private static String subject(String text) {
        int end = text.lastIndexOf(": ");
        return end < 0 ? text : text.substring(0, end);
    }
}
