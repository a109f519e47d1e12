package zomg.usecase.box;

import java.util.List;
import zomg.error.Refusal;
import zomg.model.exec.SessionInfo;
import zomg.model.id.BoxRef;
import zomg.port.BoxProcesses;

/** Which commands of a box can be come back to. */
public final class ListSessions {

    private final BoxProcesses processes;
    private final ShowBox showBox;

    public ListSessions(BoxProcesses processes, ShowBox showBox) {
        this.processes = processes;
        this.showBox = showBox;
    }

    /**
     * Those that run, and those that ended not long ago, in the order of their beginning.
     *
     * @throws Refusal BOX_NOT_FOUND
     */
    public List<SessionInfo> list(BoxRef box) {
        return processes.sessions(showBox.show(box));
    }
}
