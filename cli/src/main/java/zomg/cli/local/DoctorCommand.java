package zomg.cli.local;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;

@Command(
        name = "doctor",
        description = "Look for what keeps boxes from working on this machine.",
        footer = {
            "",
            "Example:",
            "  sudo zomg doctor",
            "",
            "It ends with 0 if nothing is wrong, with 1 otherwise."
        })
public final class DoctorCommand implements Callable<Integer> {

    static final String CLEAN = "Nothing is wrong.";
    static final String FOUND = "Found %d that should be mended.";

    @Mixin private PlaceOptions placeOptions = new PlaceOptions();

    private final Invocation invocation;

    public DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Places places = Places.of(placeOptions, invocation.environment());
        List<Check> checks = new Checks(places, new Machine(), invocation).all();
        for (Check check : checks) {
            invocation
                    .output()
                    .line(
                            "%-4s %-12s %s"
                                    .formatted(
                                            check.verdict().word(),
                                            check.subject(),
                                            check.sentence()));
        }
        long bad = checks.stream().filter(Check::isBad).count();
        invocation.output().line(bad == 0 ? CLEAN : FOUND.formatted(bad));
        return bad == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }
}
