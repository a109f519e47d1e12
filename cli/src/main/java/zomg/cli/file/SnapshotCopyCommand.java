package zomg.cli.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import zomg.cli.file.Side.InBox;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** {@code snapshot cp}. */
public final class SnapshotCopyCommand extends Command {

    static final String BAD_SOURCE = "SRC must be in a snapshot, written as SNAPSHOT:/PATH";
    static final String BAD_DESTINATION = "DEST must be a path of this machine, or - for stdout";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> source = parameter("SRC", "SNAPSHOT:/PATH.");
    private final Value<String> destination =
            parameter("DEST", "A local path, or - for stdout. A directory gets SRC in it.");
    private final Value<Boolean> recursive =
            flag("Directories, too, with all that is in them.", "-r", "--recursive");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    public SnapshotCopyCommand(Invocation invocation) {
        super(
                "cp",
                "Copy a file out of a snapshot.",
                "zomg snapshot cp web v0:/etc/hosts hosts.old");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        int colon = source.get().indexOf(":/");
        if (colon < 1) {
            throw Failure.usage(BAD_SOURCE);
        }
        InBox from =
                new InBox(
                        invocation.box(box.get(), project),
                        Optional.of(source.get().substring(0, colon)),
                        source.get().substring(colon + 1));
        Side to =
                Side.parse(
                        destination.get(),
                        invocation.environment().workingDirectory(),
                        _ -> {
                            throw Failure.usage(BAD_DESTINATION);
                        });
        try {
            new Getting(
                            invocation,
                            new BoxFiles(invocation.http().patient(CopyCommand.PATIENCE)),
                            recursive.get())
                    .get(from, to);
        } catch (Printed.Unread quietly) {
            return ExitCode.NO_READER;
        } catch (IOException failure) {
            throw LocalFile.failure(failure);
        } catch (UncheckedIOException failure) {
            throw LocalFile.failure(failure.getCause());
        }
        return ExitCode.OK;
    }
}
