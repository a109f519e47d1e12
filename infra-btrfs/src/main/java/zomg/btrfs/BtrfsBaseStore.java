package zomg.btrfs;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.model.base.BaseSource;
import zomg.model.id.Uid;
import zomg.port.BaseStore;

/** Bases as read-only snapshots; bare distributions by debootstrap. */
public final class BtrfsBaseStore implements BaseStore {

    private static final Logger LOG = System.getLogger(BtrfsBaseStore.class.getName());

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final BoxQuotas quotas;
    private final Reserve reserve;
    private final ReadyRoots ready;
    private final TreeImport imports;
    private final Bootstrap bootstrap;
    private final Distributions distributions;

    /**
     * @param limit of the time that it may take to fetch or copy a base
     */
    public BtrfsBaseStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready,
            CommandRunner commands,
            Distributions distributions,
            Duration limit) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.quotas = quotas;
        this.reserve = reserve;
        this.ready = ready;
        this.imports = new TreeImport(commands, pool.pool(), limit);
        this.bootstrap = new Bootstrap(commands, limit);
        this.distributions = distributions;
    }

    @Override
    public String bootstrap(Uid base) {
        reserve.require();
        Distribution distribution =
                distributions.candidates().stream()
                        .filter(Distribution::isVerifiable)
                        .filter(one -> bootstrap.probe(one) == Bootstrap.Probe.THERE)
                        .findFirst()
                        .orElseThrow(this::noMirror);
        try {
            bootstrap.fetch(distribution, empty(base));
        } catch (Refusal once) {
            // One file of three hundred that did not come is no reason to go without a base
            LOG.log(Level.WARNING, "trying once more to fetch " + distribution, once);
            bootstrap.fetch(distribution, empty(base));
        }
        return distribution.toString();
    }

    /** Whatever an earlier try left is gone. */
    private Path empty(Uid base) {
        Path target = pool.base(base);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(target);
                    subvolumes.create(target, 0755);
                });
        return target;
    }

    private Refusal noMirror() {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "no mirror can be reached, or no keyring is here, of: "
                        + distributions.candidates().stream()
                                .map(Distribution::toString)
                                .collect(Collectors.joining("; "))
                        + "; name another with --suite and --mirror");
    }

    @Override
    public void copy(Uid base, Uid source) {
        if (!disk.has(pool.base(base)) && !disk.has(pool.base(source))) {
            throw BtrfsRootStore.baseIsGone();
        }
        reserve.require();
        disk.copyOnce(pool.base(source), pool.base(base), true, Optional.empty());
    }

    @Override
    public String load(Uid base, BaseSource source) {
        reserve.require();
        String origin =
                switch (source) {
                    case BaseSource.Place(String path) -> {
                        imports.load(Path.of(path), empty(base));
                        yield path;
                    }
                    case BaseSource.Suite suite -> {
                        Distribution distribution = required(suite);
                        bootstrap.fetch(distribution, empty(base));
                        yield distribution.toString();
                    }
                };
        disk.write(
                subvolumes -> {
                    subvolumes.setReadOnly(pool.base(base), true);
                    subvolumes.sync(pool.base(base));
                });
        return origin;
    }

    private Distribution required(BaseSource.Suite suite) {
        Distribution distribution = distributions.of(suite);
        if (!distribution.isVerifiable()) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "%s cannot be checked: there is no keyring %s"
                            .formatted(distribution, distribution.keyring()));
        }
        return switch (bootstrap.probe(distribution)) {
            case THERE -> distribution;
            case NO_SUCH_SUITE ->
                    throw InvalidInput.field(
                            "from", "must be a suite that " + distribution.mirror() + " has");
            case UNREACHABLE ->
                    throw new Refusal(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            "%s cannot be fetched: the mirror cannot be reached; zomg.%s-mirror"
                                            .formatted(
                                                    distribution,
                                                    suite.vendor().name().toLowerCase(Locale.ROOT))
                                    + " names another");
        };
    }

    @Override
    public OptionalLong seal(Uid base, Uid root) {
        reserve.require();
        disk.copyOnce(pool.root(root), pool.base(base), true, Optional.empty());
        if (!disk.hasNested(pool.base(base))) {
            ready.expect(base);
        }
        return quotas.find(root).map(quotas::used).orElseGet(OptionalLong::empty);
    }

    @Override
    public void delete(Uid base) {
        ready.drop(base);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(PoolDisk.part(pool.base(base)));
                    subvolumes.delete(pool.base(base));
                });
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.bases());
    }
}
