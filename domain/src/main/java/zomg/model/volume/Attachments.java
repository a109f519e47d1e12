package zomg.model.volume;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;

/** The data volumes of one box, in the order of their paths: what is above is mounted first. */
public record Attachments(List<Attachment> all) {

    private static final Comparator<Attachment> ORDER =
            Comparator.comparing(attachment -> attachment.mount().path());

    public static final Attachments NONE = new Attachments(List.of());

    /** Each volume is there once, because each name is. */
    public Attachments {
        all = all.stream().sorted(ORDER).toList();
        new DataMounts(all.stream().map(Attachment::mount).toList());
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public DataMounts mounts() {
        return new DataMounts(all.stream().map(Attachment::mount).toList());
    }

    public Optional<Attachment> find(VolumeName name) {
        return all.stream().filter(one -> one.mount().name().equals(name)).findFirst();
    }

    public boolean has(Uid volume) {
        return all.stream().anyMatch(one -> one.volume().equals(volume));
    }

    public Attachments with(Attachment added) {
        return new Attachments(Stream.concat(all.stream(), Stream.of(added)).toList());
    }

    public Attachments without(Uid volume) {
        return new Attachments(all.stream().filter(one -> !one.volume().equals(volume)).toList());
    }

    /** These, but at the paths of {@code others} those. */
    public Attachments overriddenBy(Attachments others) {
        return new Attachments(
                Stream.concat(
                                all.stream().filter(one -> !others.take(one.mount().path())),
                                others.all.stream())
                        .toList());
    }

    private boolean take(MountPath path) {
        return all.stream().anyMatch(one -> one.mount().path().equals(path));
    }

    /** In characters, for those who keep many. */
    public int content() {
        return all.stream().mapToInt(one -> one.mount().path().value().length()).sum();
    }
}
