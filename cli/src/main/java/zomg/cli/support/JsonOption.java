package zomg.cli.support;

import picocli.CommandLine.Option;

/** {@code -j}. */
public final class JsonOption {

    @Option(
            names = {"-j", "--json"},
            description = "Print exactly what the API returns.")
    private boolean json;

    public boolean isSet() {
        return json;
    }
}
