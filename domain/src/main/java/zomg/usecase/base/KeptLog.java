package zomg.usecase.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

/** Passes on what a build prints, and keeps it for those who ask what that was. */
final class KeptLog extends OutputStream {

    private final BuildLogs logs;
    private final Uid build;
    private final BuildsUnderWay underWay;
    private final OutputStream next;

    KeptLog(BuildLogs logs, Uid build, BuildsUnderWay underWay, OutputStream next) {
        this.logs = logs;
        this.build = build;
        this.underWay = underWay;
        this.next = next;
    }

    /** A line of our own. */
    void say(String text) {
        keep((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void keep(byte[] bytes) {
        logs.append(build, new BuildLogs.Printed(bytes));
        underWay.tell();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        keep(Arrays.copyOfRange(bytes, offset, offset + length));
        next.write(bytes, offset, length);
    }
}
