package zomg.cli.box;

import java.util.List;
import java.util.function.Function;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failures;
import zomg.cli.support.Invocation;

/** The same for several boxes: one that fails does not keep the others from their turn. */
final class EachBox {

    static final String ERROR = "%s: error: %s";

    private final Invocation invocation;
    private final boolean json;

    EachBox(Invocation invocation, boolean json) {
        this.invocation = invocation;
        this.json = json;
    }

    /**
     * @param said what is printed of a good answer, after the box's name
     * @return 1 if any of them failed
     */
    <A extends Answer<?>> int run(
            List<BoxRef> boxes, Function<BoxRef, A> call, Function<A, String> said) {
        int exitCode = ExitCode.OK;
        for (BoxRef box : boxes) {
            try {
                A answer = call.apply(box);
                if (json) {
                    invocation.output().json(answer);
                } else {
                    invocation.output().line(box.typed() + ": " + said.apply(answer));
                }
            } catch (ApiFailure no) {
                exitCode = ExitCode.FAILURE;
                invocation
                        .terminal()
                        .err()
                        .println(ERROR.formatted(box.typed(), Failures.sentence(no)));
            }
        }
        return exitCode;
    }
}
