package zomg.linux.process;

/**
 * Tells a process of this boot from a later one with the same pid.
 *
 * @see HostProcess#startTime()
 */
public record ProcessIdentity(int pid, long startTime) {

    public static ProcessIdentity of(HostProcess process) {
        return new ProcessIdentity(process.pid(), process.startTime());
    }

    public boolean isAlive() {
        return HostProcess.find(pid, startTime).isPresent();
    }
}
