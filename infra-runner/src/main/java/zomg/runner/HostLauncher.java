package zomg.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import zomg.linux.process.Child;
import zomg.linux.process.Runner;

/** Runners as children of this server. */
public record HostLauncher(Runner runner) implements Launcher {

    @Override
    public RunnerProcess start(String verb) throws IOException {
        return new HostProcess(runner.start(verb));
    }

    private record HostProcess(Child child) implements RunnerProcess {

        @Override
        public OutputStream input() {
            return child.input();
        }

        @Override
        public InputStream output() {
            return child.output();
        }

        @Override
        public void closeInput() {
            child.closeInput();
        }

        @Override
        public void kill() {
            child.kill();
        }

        @Override
        public void close() {
            child.close();
        }
    }
}
