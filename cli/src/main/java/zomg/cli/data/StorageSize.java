package zomg.cli.data;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.support.Amounts;
import zomg.cli.support.Failure;
import zomg.cli.syntax.Value;

/** How much may be kept in a data volume, as people type it. */
final class StorageSize {

    private StorageSize() {}

    /** In GiB; null if nothing is said. */
    static Integer parse(Value<String> storage) {
        List<String> problems = new ArrayList<>();
        Integer gibibytes = Amounts.gibibytes(storage.get(), problems);
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        return gibibytes;
    }
}
