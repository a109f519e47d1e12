package zomg.memory;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxPage;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.project.Quota;
import zomg.model.project.Usage;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.Boxes;
import zomg.port.Graves;

/** Box records in memory. */
public final class InMemoryBoxes implements Boxes, Graves {

    private static final int FIRST_SLOT = 2;
    private static final int LAST_SLOT = 35_000;

    private final Map<Uid, Box> records = new HashMap<>();
    private final NavigableMap<BoxRef, Uid> names = new TreeMap<>();
    private final BitSet slots = new BitSet();
    private final Map<ProjectName, Quota> quotas = new HashMap<>();
    private final Set<Uid> graves = new HashSet<>();
    private final Map<Uid, Volume> volumes = new HashMap<>();
    private final Map<Uid, VolumeSnapshot> volumeSnapshots = new HashMap<>();
    private final NextFailure replaceFailure = new NextFailure();
    private final NextFailure replaceReplyLoss = new NextFailure();
    private final NextFailure forgetFailure = new NextFailure();
    private final InMemoryJournal journal;
    private final int lastSlot;
    private Consumer<Uid> alsoForget = _ -> {};
    private int lastGiven = FIRST_SLOT - 1;

    public InMemoryBoxes() {
        this(LAST_SLOT);
    }

    public InMemoryBoxes(int lastSlot) {
        this(new InMemoryJournal(), lastSlot);
    }

    public InMemoryBoxes(InMemoryJournal journal) {
        this(journal, LAST_SLOT);
    }

    private InMemoryBoxes(InMemoryJournal journal, int lastSlot) {
        this.journal = journal;
        this.lastSlot = lastSlot;
    }

    public void failNextReplace(RuntimeException failure) {
        replaceFailure.prepare(failure);
    }

    /** The record is replaced, and its writer hears of a failure. */
    public void loseNextReplyOfReplace(RuntimeException failure) {
        replaceReplyLoss.prepare(failure);
    }

    public void failNextForget(RuntimeException failure) {
        forgetFailure.prepare(failure);
    }

    /** As it was before a power cut took the last changes; empty if there was none. */
    public synchronized void restore(Uid uid, Optional<Box> record) {
        remove(uid);
        record.ifPresent(this::put);
    }

    @Override
    public synchronized Box add(Box box) {
        if (find(box.ref()).isPresent()) {
            throw new Refusal(ErrorCode.BOX_EXISTS, "there is a box %s".formatted(box.ref()));
        }
        requireVolumes(box, Attachments.NONE);
        ProjectName project = box.ref().project();
        Optional.ofNullable(quotas.get(project))
                .ifPresent(
                        quota ->
                                quota.requireRoomFor(project, usage(project), box.spec().config()));
        Box stored = box.stored(freeSlot(), box.generation());
        journal.add(Change.added(stored));
        put(stored);
        return stored;
    }

    private int freeSlot() {
        int count = lastSlot - FIRST_SLOT + 1;
        for (int step = 1; step <= count; step++) {
            int candidate = FIRST_SLOT + Math.floorMod(lastGiven - FIRST_SLOT + step, count);
            if (!slots.get(candidate)) {
                lastGiven = candidate;
                return candidate;
            }
        }
        throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "there is no slot for another box");
    }

    private void put(Box box) {
        records.put(box.uid(), box);
        names.put(box.ref(), box.uid());
        slots.set(box.slot());
    }

    private Box remove(Uid uid) {
        Box known = records.remove(uid);
        if (known != null) {
            names.remove(known.ref());
            slots.clear(known.slot());
        }
        return known;
    }

    @Override
    public synchronized Optional<Box> find(BoxRef ref) {
        return Optional.ofNullable(names.get(ref)).map(records::get);
    }

    @Override
    public synchronized BoxPage page(Query query) {
        NavigableMap<BoxRef, Uid> rest =
                query.after().map(ref -> names.tailMap(ref, false)).orElse(names);
        return BoxPage.of(
                rest.values().stream()
                        .map(records::get)
                        .filter(
                                box ->
                                        query.project()
                                                .map(box.ref().project()::equals)
                                                .orElse(true))
                        .filter(
                                box ->
                                        query.prefix()
                                                .map(prefix -> prefix.begins(box.ref().name()))
                                                .orElse(true))
                        .filter(box -> box.spec().tags().include(query.tags()))
                        .iterator(),
                query.limit());
    }

    @Override
    public synchronized Map<ProjectName, Usage> usage(Set<ProjectName> projects) {
        return projects.stream().collect(Collectors.toMap(Function.identity(), this::usage));
    }

    synchronized Usage usage(ProjectName project, Uid... without) {
        return records.values().stream()
                .filter(box -> box.ref().project().equals(project))
                .filter(box -> !List.of(without).contains(box.uid()))
                .map(box -> Usage.of(box.spec().config()))
                .reduce(Usage.NONE, Usage::plus);
    }

    /** What else goes with the record of a box. */
    void alsoForget(Consumer<Uid> forgetting) {
        alsoForget = alsoForget.andThen(forgetting);
    }

    synchronized void bury(Uid uid) {
        graves.add(uid);
    }

    /** For {@link InMemoryVolumes}, which has this while it looks at them. */
    Map<Uid, Volume> volumes() {
        return volumes;
    }

    /** Likewise. */
    Map<Uid, VolumeSnapshot> volumeSnapshots() {
        return volumeSnapshots;
    }

    /** Those that are made for the box come after it. */
    private void requireVolumes(Box box, Attachments before) {
        for (Attachment one : box.spec().volumes().all()) {
            boolean known =
                    one.owned()
                            || before.has(one.volume())
                            || Optional.ofNullable(volumes.get(one.volume()))
                                    .filter(Volume::isPublic)
                                    .isPresent();
            if (!known) {
                throw new Refusal(
                        ErrorCode.VOLUME_NOT_FOUND,
                        "there is no volume %s any more".formatted(one.mount().name()));
            }
        }
    }

    synchronized void limit(ProjectName project, Quota quota) {
        quotas.put(project, quota);
    }

    /** The record of the box, unless somebody changed it since it was read. */
    synchronized Box unchanged(Box box) {
        Box known = records.get(box.uid());
        if (known == null) {
            throw new Refusal(ErrorCode.BOX_NOT_FOUND, "there is no box %s".formatted(box.ref()));
        }
        if (known.generation() != box.generation()) {
            throw new Refusal(
                    ErrorCode.BOX_BUSY, "box %s was changed meanwhile".formatted(box.ref()));
        }
        return known;
    }

    /** Stores what is judged already. */
    synchronized Box store(Box box) {
        Box stored = box.stored(box.slot(), box.generation() + 1);
        put(stored);
        return stored;
    }

    @Override
    public synchronized Box replace(Box box) {
        replaceFailure.strike();
        Box known = unchanged(box);
        ProjectName project = known.ref().project();
        quotas.getOrDefault(project, Quota.NONE)
                .requireRoomToGrow(
                        project,
                        usage(project, known.uid()),
                        known.spec().config(),
                        box.spec().config());
        requireVolumes(box, known.spec().volumes());
        if (!box.hosts().equals(known.hosts())) {
            throw new IllegalArgumentException("hosts are changed by Hosts");
        }
        Box stored = box.stored(known.slot(), known.generation() + 1);
        journal.add(Change.replaced(known, stored));
        put(stored);
        replaceReplyLoss.strike();
        return stored;
    }

    @Override
    public synchronized void forget(Uid uid) {
        forgetFailure.strike();
        Box known = records.get(uid);
        if (known != null) {
            journal.add(Change.forgotten(known));
            alsoForget.accept(uid);
            remove(uid);
            graves.add(uid);
        }
    }

    @Override
    public synchronized Set<Uid> forgotten() {
        return Set.copyOf(graves);
    }

    @Override
    public synchronized void settle(Set<Uid> uids) {
        graves.removeAll(uids);
    }
}
