package zomg.linux.btrfs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import zomg.linux.btrfs.TreeSide.Node;
import zomg.linux.btrfs.TreeSide.Part;
import zomg.model.diff.Change.Kind;

/**
 * Finds what differs between two sides without walking them. Every inode says which transaction
 * changed it last, and btrfs skips what is older without reading it; a directory is changed when
 * its entries are. So two directories at one path differ in their entries only if one of them was
 * changed since the sides parted, or they are not the same directory.
 */
final class TreeComparison {

    /** What Linux takes, less the zero; what is deeper in a tree has no path to be said. */
    static final int LONGEST_PATH = 4095;

    /** One path on both sides; at least one of them is there. */
    private record Pair(String path, Optional<Node> before, Optional<Node> after) {}

    private final TreeSide before;
    private final TreeSide after;
    private final Lineage lineage;
    private final ContentComparison contents;
    private final SmallestChanges changes;
    private final Set<String> seen = new HashSet<>();
    private final Deque<Pair> toDo = new ArrayDeque<>();

    TreeComparison(
            TreeSide before,
            TreeSide after,
            Lineage lineage,
            ContentComparison contents,
            SmallestChanges changes) {
        this.before = before;
        this.after = after;
        this.lineage = lineage;
        this.contents = contents;
        this.changes = changes;
    }

    void run() {
        Set<String> places = new TreeSet<>();
        before.parts().forEach(part -> places.add(part.path()));
        after.parts().forEach(part -> places.add(part.path()));
        for (String place : places) {
            Optional<Part> one = before.part(place);
            Optional<Part> other = after.part(place);
            if (one.isPresent() && other.isPresent()) {
                compare(one.get(), other.get());
            } else {
                look(place);
            }
        }
        work();
    }

    private void compare(Part one, Part other) {
        long common = lineage.lastInCommon(one.tree().id(), other.tree().id()).orElse(0);
        Map<Long, Inode> ofOne = one.tree().changedAfter(common);
        Map<Long, Inode> ofOther = other.tree().changedAfter(common);
        ofOne.forEach(
                (number, inode) -> {
                    Inode there = ofOther.get(number);
                    if (there == null || !there.isUntouched(inode)) {
                        lookAt(one, number);
                    }
                });
        ofOther.forEach(
                (number, inode) -> {
                    Inode there = ofOne.get(number);
                    if (there == null || !there.isUntouched(inode)) {
                        lookAt(other, number);
                    }
                });
    }

    private void lookAt(Part part, long inode) {
        if (inode == FileTree.TOP) {
            look(part.path());
            return;
        }
        for (FileTree.Name name : part.tree().names(inode)) {
            part.tree().path(name).map(path -> part.path() + path).ifPresent(this::look);
        }
    }

    /** What is on one side only is found from the directory that it is in, or was. */
    private void look(String path) {
        if (!path.isEmpty() && !changes.wants(path) || path.length() > LONGEST_PATH) {
            return;
        }
        Optional<Node> one = before.find(path);
        Optional<Node> other = after.find(path);
        if (one.isPresent() && other.isPresent()) {
            add(new Pair(path, one, other));
            work();
        }
    }

    private void add(Pair pair) {
        boolean both = pair.before().isPresent() && pair.after().isPresent();
        if (!both || seen.add(pair.path())) {
            toDo.push(pair);
        }
    }

    private void work() {
        while (!toDo.isEmpty()) {
            visit(toDo.pop());
        }
    }

    private void visit(Pair pair) {
        Optional<Inode> one = pair.before().map(Node::inode);
        Optional<Inode> other = pair.after().map(Node::inode);
        if (one.isEmpty()) {
            changes.put(Kind.ADDED, pair.path());
        } else if (other.isEmpty()) {
            changes.put(Kind.DELETED, pair.path());
        } else if (!pair.path().isEmpty() && !isSame(pair, one.get(), other.get())) {
            changes.put(Kind.MODIFIED, pair.path());
        }
        descend(
                pair,
                pair.before().filter(_ -> one.orElseThrow().isDirectory()),
                pair.after().filter(_ -> other.orElseThrow().isDirectory()));
    }

    private boolean isSame(Pair pair, Inode one, Inode other) {
        return one.looksLike(other)
                && contents.haveSameAttributes(pair.before().get(), pair.after().get())
                && (one.isDirectory()
                        || one.size() == other.size()
                                && contents.areEqual(
                                        pair.path(), pair.before().get(), pair.after().get(), one));
    }

    private void descend(Pair pair, Optional<Node> one, Optional<Node> other) {
        Map<String, Node> ofOne =
                one.map(node -> before.children(pair.path(), node)).orElse(Map.of());
        Map<String, Node> ofOther =
                other.map(node -> after.children(pair.path(), node)).orElse(Map.of());
        boolean related =
                one.isPresent() && other.isPresent() && haveSameParts(one.get(), other.get());
        ofOne.forEach(
                (name, node) -> {
                    Node there = ofOther.get(name);
                    if (there == null || !(related && isTheSame(node, there))) {
                        addChild(pair.path(), name, node, there);
                    }
                });
        ofOther.forEach(
                (name, node) -> {
                    if (!ofOne.containsKey(name)) {
                        addChild(pair.path(), name, null, node);
                    }
                });
    }

    private void addChild(String directory, String name, Node one, Node other) {
        String path = directory + "/" + name;
        if (path.length() <= LONGEST_PATH && changes.wants(path)) {
            add(new Pair(path, Optional.ofNullable(one), Optional.ofNullable(other)));
        }
    }

    /** Whether numbers of inodes mean the same on both sides: one subvolume grew from the other. */
    private static boolean haveSameParts(Node one, Node other) {
        return one.part() != null
                && other.part() != null
                && one.part().path().equals(other.part().path());
    }

    /** Then it is looked at by itself if it was changed. */
    private static boolean isTheSame(Node one, Node other) {
        return one.number() == other.number()
                && one.isTop() == other.isTop()
                && haveSameParts(one, other);
    }
}
