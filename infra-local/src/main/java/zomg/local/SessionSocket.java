package zomg.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import zomg.error.Refusal;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.libc.Libc;
import zomg.model.exec.OutputOffsets;
import zomg.port.Session;
import zomg.runner.RunnerFrames;
import zomg.runner.RunnerSession;
import zomg.runner.Supervision;

/** The socket of a session's supervisor. */
record SessionSocket(SessionDirectory directory, Libc libc) implements Supervision {

    /**
     * @param has of the output; empty for all that is still there
     * @throws IOException if nobody listens there
     * @throws Refusal SESSION_OUTPUT_GONE
     */
    Session join(Optional<OutputOffsets> has) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(directory.socket()));
        } catch (IOException | RuntimeException nobody) {
            channel.close();
            throw nobody;
        }
        RunnerFrames frames =
                new RunnerFrames(
                        Channels.newInputStream(channel), Channels.newOutputStream(channel));
        return RunnerSession.attach(directory.id(), frames, channel, this, has);
    }

    @Override
    public boolean isThere() {
        return directory.isSupervised();
    }

    @Override
    public void hangUp() {
        directory
                .supervisor()
                .filter(SessionDirectory.Supervisor::isAlive)
                .ifPresent(one -> BoxTermination.signal(libc, one.pid(), Libc.SIGTERM));
    }
}
