package zomg.cli.operation;

import zomg.cli.support.Terminal;

/** Says, to who leaves meanwhile, that the work goes on without them. */
public final class Farewell implements AutoCloseable {

    static final String GOES_ON = "operation %s goes on; see: zomg operation show %s";

    private final Thread hook;

    public Farewell(Terminal terminal, String id) {
        hook = new Thread(() -> terminal.err().println(text(id)));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static String text(String id) {
        return GOES_ON.formatted(id, id);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // then it is said
        }
    }
}
