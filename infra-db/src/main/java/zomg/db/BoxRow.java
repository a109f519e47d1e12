package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.Cpus;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Memory;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.network.PublishedHosts;
import zomg.model.space.Storage;

@Entity
@Table(name = "boxes")
class BoxRow {

    @Id private String uid;

    private String project;
    private String name;
    private String base;

    /** Thousandths of a processor. */
    private Integer cpus;

    /** MiB. */
    private Integer memory;

    /** GiB. */
    private Integer storage;

    private String environment;
    private String tags;
    private Integer port;

    @Column(name = "data_mounts")
    private String dataMounts;

    /** Seconds. */
    private int grace;

    @Enumerated(EnumType.STRING)
    private Isolation isolation;

    @Enumerated(EnumType.STRING)
    private BoxStatus status;

    @Column(name = "parent_uid")
    private String parentUid;

    @Column(name = "parent_name")
    private String parentName;

    private int slot;

    @Version private long generation;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "updated_at")
    private long updatedAt;

    private String failure;

    /** Those of {@link HostRow}, once more, so that a box is read at once; a space between two. */
    private String hosts;

    static BoxRow of(Box box, int slot) {
        BoxRow row = new BoxRow();
        row.uid = box.uid().value();
        row.project = box.ref().project().value();
        row.name = box.ref().name().value();
        row.parentUid = box.parent().map(parent -> parent.uid().value()).orElse(null);
        row.parentName = box.parent().map(parent -> parent.name().value()).orElse(null);
        row.slot = slot;
        row.hosts = "";
        row.createdAt = Nanoseconds.of(box.createdAt());
        row.take(box);
        return row;
    }

    /** Takes over what of a box may change, but for its hosts. */
    void take(Box box) {
        BoxSpec spec = box.spec();
        base = spec.base().toString();
        cpus = spec.config().cpus().map(Cpus::thousandths).orElse(null);
        memory = spec.config().memory().map(Memory::mebibytes).orElse(null);
        storage = spec.config().storage().map(Storage::gibibytes).orElse(null);
        environment = Entries.write(spec.environment().variables());
        tags = Entries.write(spec.tags().entries());
        port = spec.port().map(Port::number).orElse(null);
        grace = spec.grace().seconds();
        isolation = spec.isolation();
        dataMounts = Mounts.write(spec.volumes());
        status = box.status();
        updatedAt = Nanoseconds.of(box.updatedAt());
        failure = box.failure().orElse(null);
    }

    /** Takes over the hosts of the box; the rows of hosts are changed with it. */
    void takeHosts(Box box) {
        hosts = box.hosts().all().stream().map(Host::value).collect(Collectors.joining(" "));
        updatedAt = Nanoseconds.of(box.updatedAt());
    }

    private PublishedHosts hosts() {
        return hosts.isEmpty()
                ? PublishedHosts.NONE
                : new PublishedHosts(Arrays.stream(hosts.split(" ")).map(Host::new).toList());
    }

    long generation() {
        return generation;
    }

    Box toBox() {
        return new Box(
                new Uid(uid),
                new BoxRef(new ProjectName(project), new BoxName(name)),
                spec(),
                hosts(),
                status,
                Optional.ofNullable(parentUid)
                        .map(parent -> new Box.Parent(new Uid(parent), new BoxName(parentName))),
                slot,
                generation,
                Nanoseconds.instant(createdAt),
                Nanoseconds.instant(updatedAt),
                Optional.ofNullable(failure));
    }

    private BoxSpec spec() {
        return new BoxSpec(
                BaseReference.parse(base),
                new BoxConfig(
                        Optional.ofNullable(cpus).map(Cpus::new),
                        Optional.ofNullable(memory).map(Memory::new),
                        Optional.ofNullable(storage).map(Storage::new)),
                new Environment(Entries.read(environment)),
                new Tags(new TreeMap<>(Entries.read(tags))),
                Optional.ofNullable(port).map(Port::new),
                new GracePeriod(grace),
                isolation,
                Mounts.read(dataMounts));
    }
}
