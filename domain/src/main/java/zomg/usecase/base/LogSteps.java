package zomg.usecase.base;

import java.util.function.Consumer;
import zomg.model.operation.Operation.Progress;
import zomg.usecase.operation.Steps;

/** Says each line that a script prints as the step that is being done. */
final class LogSteps implements Consumer<String> {

    private static final int MOST = 200;
    private static final int FIRST = 5;
    private static final int LAST = 94;

    /** After so many lines half of it is done, as far as anybody can know. */
    private static final int HALF = 300;

    private final Steps.Listener listener = Steps.listener();
    private int counted;

    @Override
    public void accept(String text) {
        if (text.isEmpty()) {
            return;
        }
        counted++;
        int percent = FIRST + (LAST - FIRST) * counted / (counted + HALF);
        String step = text.substring(0, Math.min(MOST, text.length()));
        listener.next(new Progress(percent, step.replaceAll("\\p{Cntrl}", " ")));
    }
}
