package zomg.cli.support;

import java.util.List;
import java.util.function.Function;

/** The same for several things: one that fails does not keep the others from their turn. */
public final class Each<T> {

    static final String ERROR = "%s: error: %s";

    private final Invocation invocation;
    private final boolean json;
    private final Function<T, String> name;

    /**
     * @param name what a thing is called in what is printed of it
     */
    public Each(Invocation invocation, boolean json, Function<T, String> name) {
        this.invocation = invocation;
        this.json = json;
        this.name = name;
    }

    /**
     * @param said what is printed of a good answer, after the thing's name
     * @return 1 if any of them failed
     */
    public <A extends Answer<?>> int run(
            List<T> things, Function<T, A> call, Function<A, String> said) {
        int exitCode = ExitCode.OK;
        for (T thing : things) {
            try {
                A answer = call.apply(thing);
                if (json) {
                    invocation.output().json(answer);
                } else {
                    invocation.output().line(name.apply(thing) + ": " + said.apply(answer));
                }
            } catch (ApiFailure no) {
                exitCode = ExitCode.FAILURE;
                invocation
                        .terminal()
                        .err()
                        .println(ERROR.formatted(name.apply(thing), Failures.sentence(no)));
            }
        }
        return exitCode;
    }
}
