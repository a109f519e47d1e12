package zomg.runner;

import java.io.IOException;

/** Where zomg-runner is started: on this machine, or in a box that is somewhere else. */
public interface Launcher {

    /**
     * Starts it, to do this.
     *
     * @throws IOException if it cannot be started
     */
    RunnerProcess start(String verb) throws IOException;
}
