package zomg.linux.pool;

import java.nio.file.Path;
import java.util.List;
import zomg.model.id.Uid;

/** The layout of the pool. Everything in it is named by uid. */
public record PoolDirectories(Path pool) {

    public Path bases() {
        return pool.resolve("bases");
    }

    public Path roots() {
        return pool.resolve("roots");
    }

    /** Roots of boxes to come, in a directory for each base. */
    public Path ready() {
        return pool.resolve("ready");
    }

    /** Roots that no record names, for a person to look at; nothing here is ever removed by us. */
    public Path setAside() {
        return pool.resolve("set-aside");
    }

    /** The boxes' {@code /tmp}, made anew at each start. */
    public Path scratch() {
        return pool.resolve("scratch");
    }

    /** What is mounted over files of the boxes' {@code /etc}; they may write it. */
    public Path etc() {
        return pool.resolve("etc");
    }

    /**
     * A directory for each box that runs elsewhere than in our mount namespace: what is mounted
     * below it reaches the box too.
     */
    public Path attach() {
        return pool.resolve("attach");
    }

    public Path volumes() {
        return pool.resolve("volumes");
    }

    /** Snapshots of data volumes. */
    public Path volumeCheckpoints() {
        return pool.resolve("volume-checkpoints");
    }

    /** A directory for each box that has a quota group; what is nowhere here is none of ours. */
    public Path groups() {
        return pool.resolve("groups");
    }

    /** The same for data volumes. */
    public Path volumeGroups() {
        return pool.resolve("volume-groups");
    }

    /** What snapshots of boxes keep. */
    public Path checkpoints() {
        return pool.resolve("checkpoints");
    }

    /** Snapshots of roots while they are compared with others. */
    public Path compared() {
        return pool.resolve("compared");
    }

    public Path base(Uid uid) {
        return bases().resolve(uid.value());
    }

    public Path root(Uid uid) {
        return roots().resolve(uid.value());
    }

    /** A data volume; those that every box has are named by a project's uid and what they are. */
    public Path volume(Uid uid) {
        return volumes().resolve(uid.value());
    }

    public Path checkpoint(Uid uid) {
        return checkpoints().resolve(uid.value());
    }

    public Path volumeCheckpoint(Uid uid) {
        return volumeCheckpoints().resolve(uid.value());
    }

    public Path setAside(Uid uid) {
        return setAside().resolve(uid.value());
    }

    public Path scratch(Uid uid) {
        return scratch().resolve(uid.value());
    }

    public Path etc(Uid uid) {
        return etc().resolve(uid.value());
    }

    public Path attach(Uid uid) {
        return attach().resolve(uid.value());
    }

    public List<Path> all() {
        return List.of(
                bases(),
                roots(),
                ready(),
                setAside(),
                scratch(),
                etc(),
                attach(),
                groups(),
                volumeGroups(),
                compared(),
                volumes(),
                checkpoints(),
                volumeCheckpoints(),
                pool.resolve("volume-backups"));
    }
}
