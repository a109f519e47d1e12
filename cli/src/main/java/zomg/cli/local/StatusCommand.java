package zomg.cli.local;

import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.cli.client.ServerClient;
import zomg.cli.client.SetupStep;
import zomg.cli.client.Version;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Failures;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Server;
import zomg.cli.support.ServerFile;
import zomg.cli.support.ServerResolver;
import zomg.cli.syntax.Command;

public final class StatusCommand extends Command {

    static final String NOT_UP = "zomg is not up on this machine; start it with: sudo zomg up";
    static final String GONE =
            "zomg is not up: its server (pid %d) is gone; start it with: sudo zomg up";
    static final String SILENT = "the server (pid %d) does not answer at %s";

    private final PlaceOptions placeOptions = new PlaceOptions(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public StatusCommand(Invocation invocation) {
        super("status", "Show the server of this machine.", "zomg status --json");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Places places = Places.of(placeOptions, invocation.environment());
        ServerFile file = ServerFile.read(places.run()).orElseThrow(() -> Failure.of(NOT_UP));
        if (!LocalServer.processOf(file).isAlive()) {
            throw Failure.of(GONE.formatted(file.pid()));
        }
        Optional<String> token = new ServerResolver(invocation.environment()).localToken(file);
        Http http = invocation.to(new Server(Server.parse(file.url()), token));
        Version version = ServerProcess.version(http);
        if (version == null) {
            throw Failure.of(SILENT.formatted(file.pid(), file.url()));
        }
        StatusJson status =
                new StatusJson(
                        file.url(),
                        file.tokenFile(invocation.environment().home()).toString(),
                        file.pid(),
                        file.pool(),
                        file.database(),
                        version.engine(),
                        version.version(),
                        poolSpace(http));
        if (json.isSet()) {
            invocation.output().line(Jsonb.instance().type(StatusJson.class).toJson(status));
        } else {
            invocation.output().facts(facts(status, http));
        }
        return ExitCode.OK;
    }

    private static List<List<String>> facts(StatusJson status, Http http) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("url", status.url()));
        facts.add(List.of("version", status.version()));
        facts.add(List.of("engine", status.engine()));
        facts.add(List.of("pid", Long.toString(status.pid())));
        facts.add(List.of("pool", status.pool()));
        facts.add(List.of("pool_space", status.poolSpaceInWords()));
        facts.add(List.of("database", Optional.ofNullable(status.database()).orElse("unknown")));
        facts.add(List.of("token_file", status.tokenFile()));
        facts.add(List.of("setup", setup(http)));
        return facts;
    }

    /** A server that cannot say, or not to us, is up all the same. */
    private static StatusJson.PoolSpace poolSpace(Http http) {
        try {
            return StatusJson.PoolSpace.of(new ServerClient(http).showPool().value());
        } catch (ApiFailure unknown) {
            return null;
        }
    }

    private static String setup(Http http) {
        try {
            return new ServerClient(http)
                    .showSetup().value().steps().stream()
                            .filter(step -> !step.state().equals("done"))
                            .findFirst()
                            .map(StatusCommand::say)
                            .orElse("done");
        } catch (ApiFailure no) {
            return Failures.sentence(no);
        }
    }

    private static String say(SetupStep step) {
        return "%s is %s: %s".formatted(step.name(), step.state(), step.detail());
    }
}
