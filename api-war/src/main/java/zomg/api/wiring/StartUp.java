package zomg.api.wiring;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import zomg.api.contract.Routes;
import zomg.api.journal.Pruning;
import zomg.api.log.RequestIdInLog;
import zomg.api.security.Door;
import zomg.api.security.Doorkeeper;
import zomg.api.security.TokenFile;
import zomg.api.setup.Ascent;
import zomg.api.setup.Drain;
import zomg.api.setup.FindingLog;
import zomg.api.setup.Rounds;
import zomg.api.setup.ServerResource.VersionJson;
import zomg.api.setup.Termination;
import zomg.api.stream.Streams;
import zomg.linux.pool.PoolDirectories;
import zomg.port.BoxEnds;
import zomg.port.Tokens;
import zomg.usecase.access.Authenticate;
import zomg.usecase.access.Tickets;
import zomg.usecase.journal.PruneJournal;
import zomg.usecase.operation.ResolveOperations;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.request.AnswerOnce;
import zomg.usecase.setup.RestartBoxes;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Upkeep;

/** The first thing that happens, and the parts of the edge that need telling. */
@Dependent
public class StartUp {

    private static final Logger LOG = System.getLogger(StartUp.class.getName());
    private static final int EXIT_STATUS = 1;

    @Inject private ManagedExecutorService executor;

    @Produces
    @Singleton
    Settings settings() {
        return Settings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }

    @Produces
    @Singleton
    VersionJson version(Settings settings) {
        return new VersionJson("zomg", Version.read(), "v1", settings.kind().wireName());
    }

    @Produces
    @Singleton
    Door door(Settings settings) {
        return new Door(settings.door());
    }

    @Produces
    @Singleton
    Routes routes(BeanManager beans) {
        return Routes.of(
                beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .<Class<?>>map(Bean::getBeanClass)
                        .filter(type -> type.isAnnotationPresent(Path.class)));
    }

    @Produces
    @Singleton
    TokenFile tokenFile(Settings settings, Tokens tokens) {
        return new TokenFile(settings.tokenFile(), tokens);
    }

    @Produces
    @Singleton
    Doorkeeper doorkeeper(Authenticate authenticate, TokenFile file, Tickets tickets) {
        return new Doorkeeper(authenticate, file, tickets);
    }

    @Produces
    @Singleton
    Rounds rounds(
            Upkeep upkeep,
            RunOperation operations,
            BoxEnds ends,
            RestartBoxes restarts,
            Settings settings) {
        PoolDirectories pool = new PoolDirectories(settings.pool().pool());
        return new Rounds(
                upkeep,
                operations,
                ends,
                restarts,
                new FindingLog(pool.setAside()),
                settings.reconcileInterval());
    }

    @Produces
    @Singleton
    Ascent ascent(SetUpMachine machine, ResolveOperations resolveOperations, Rounds rounds) {
        return new Ascent(machine, resolveOperations, rounds, executor);
    }

    @Produces
    @Singleton
    Drain drain() {
        return new Drain();
    }

    @Produces
    @Singleton
    Streams streams(Settings settings) {
        return new Streams(settings.maxEventStreams());
    }

    void end(@Disposes Streams streams) {
        streams.close();
    }

    @Produces
    @Singleton
    Pruning pruning(PruneJournal prune, AnswerOnce answerOnce) {
        return new Pruning(prune, answerOnce);
    }

    void end(@Disposes Pruning pruning) {
        pruning.close();
    }

    void end(@Disposes Ascent ascent) {
        ascent.end();
    }

    /** A server that cannot do anything must not look like one that is just slow. */
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            Instance<Settings> settings,
            Instance<TokenFile> tokens,
            Instance<Pruning> pruning,
            Instance<Ascent> ascent,
            Instance<Drain> drain,
            Instance<Streams> streams,
            Instance<SetUpMachine> machine) {
        try {
            RequestIdInLog.begin();
            LOG.log(
                    Level.INFO,
                    "starting with engine {0}, state in {1}",
                    settings.get().kind().wireName(),
                    settings.get().state().path());
            Optional<PortWatch> port = settings.get().port().map(PortWatch::new);
            port.ifPresent(PortWatch::requireFree);
            tokens.get().refresh();
            if (settings.get().isRehearsal()) {
                return;
            }
            new Termination(drain.get(), ascent.get(), machine.get(), streams.get()).handleSignal();
            pruning.get().begin();
            port.ifPresent(watch -> watch.begin(StartUp::exit));
            ascent.get().begin();
        } catch (RuntimeException failure) {
            // The command finds the sentence by its beginning.
            LOG.log(Level.ERROR, "the server cannot start: " + failure.getMessage(), failure);
            exit();
            throw failure;
        }
    }

    /** Beside the thread that starts, because the container waits for it before it ends. */
    private static void exit() {
        new Thread(() -> System.exit(EXIT_STATUS), "failed-start").start();
    }
}
