package zomg.cli.inject;

import java.util.List;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class InjectCommand extends Command {

    static final String DONE = "OK: injected codex auth/config, ssh keypair%s into %s:%s";
    static final String WITH_GIT = ", git config";
    static final String NOT_LET_IN = "Warning: ssh -T git@github.com does not work in the box: %s";
    static final String NOT_WRITTEN = "%s cannot be written to %s in the box: %s";

    private static final int SECONDS = 30;

    /** Also where nothing is resolved, or nobody answers. */
    private static final int GREETING_SECONDS = 15;

    /** Whole or not at all, and nobody else's in between; $3 is how long it is. */
    private static final String WRITE =
            "umask 077; mkdir -p -- \"$(dirname -- \"$1\")\" && new=$(mktemp -- \"$1.XXXXXX\")"
                    + " || exit 1; cat >\"$new\" && [ \"$(wc -c <\"$new\")\" -eq \"$3\" ]"
                    + " && chmod -- \"$2\" \"$new\" && mv -f -T -- \"$new\" \"$1\""
                    + " || { rm -f -- \"$new\"; exit 1; }";

    /** Each line that is not there yet, behind what is. */
    private static final String SEED =
            "umask 077; mkdir -p /root/.ssh && cd /root/.ssh && touch known_hosts || exit 1;"
                    + " [ -z \"$(tail -c 1 known_hosts)\" ] || echo >>known_hosts || exit 1;"
                    + " while IFS= read -r key; do grep -qxF -e \"$key\" known_hosts"
                    + " || printf '%s\\n' \"$key\" >>known_hosts || exit 1; done";

    private final Value<String> box = parameter("BOX", "NAME, PROJECT:NAME, PROJECT.NAME or .");
    private final Value<String> auth =
            option("FILE", "Codex' auth; else ~/.codex/auth.json.", "--codex-auth");
    private final Value<String> config =
            option("FILE", "Codex' config; else ~/.codex/config.toml.", "--codex-toml");
    private final Value<String> key =
            option(
                    "FILE",
                    "The ssh key; else the first of id_ed25519, id_rsa, id_ecdsa in ~/.ssh.",
                    "--ssh-key");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;

    public InjectCommand(Invocation invocation) {
        super(
                "inject",
                "Copy your credentials for Codex, ssh and git into a box.",
                "zomg inject web --ssh-key ~/.ssh/deploy",
                "",
                "Whoever is root in the box can read them, and so can its forks.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        Credentials credentials =
                Credentials.find(invocation.environment(), auth.find(), config.find(), key.find());
        List<Parcel> parcels = credentials.parcels();
        InBox inBox = new InBox(invocation, ref);
        parcels.forEach(parcel -> deliver(inBox, parcel));
        seed(inBox);
        greet(inBox, credentials);
        invocation
                .output()
                .line(
                        DONE.formatted(
                                credentials.gitConfig().isPresent() ? WITH_GIT : "",
                                ref.project(),
                                ref.name()));
        return ExitCode.OK;
    }

    private static void deliver(InBox inBox, Parcel parcel) {
        InBox.Outcome written =
                inBox.run(
                        SECONDS,
                        parcel.content(),
                        List.of(
                                "sh",
                                "-c",
                                WRITE,
                                "inject",
                                parcel.target(),
                                parcel.mode(),
                                Integer.toString(parcel.content().length)));
        requireDone(written, parcel.what(), parcel.target());
    }

    private static void seed(InBox inBox) {
        InBox.Outcome seeded = inBox.run(SECONDS, GitHub.KEYS, List.of("sh", "-c", SEED));
        requireDone(seeded, "GitHub's keys", "/root/.ssh/known_hosts");
    }

    private static void requireDone(InBox.Outcome outcome, String what, String target) {
        if (outcome.exitCode() != 0) {
            throw Failure.of(NOT_WRITTEN.formatted(what, target, outcome.lastLine()));
        }
    }

    /** That it does not work is no reason to have injected nothing. */
    private void greet(InBox inBox, Credentials credentials) {
        try {
            InBox.Outcome greeted =
                    inBox.run(
                            GREETING_SECONDS, new byte[0], GitHub.greeting(credentials.keyInBox()));
            if (!GitHub.letIn(greeted)) {
                warn(greeted.lastLine());
            }
        } catch (Failure | ApiFailure unknown) {
            warn(unknown.getMessage());
        }
    }

    private void warn(String why) {
        invocation.terminal().err().println(NOT_LET_IN.formatted(why));
    }
}
