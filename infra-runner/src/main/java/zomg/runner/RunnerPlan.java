package zomg.runner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import zomg.linux.cgroup.Cgroups;
import zomg.model.box.Environment;
import zomg.model.id.Uid;

/**
 * What the runner is told to do: keys and values, each ended by NUL. No value is ever parsed by a
 * shell.
 */
public final class RunnerPlan {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public RunnerPlan put(String key, String value) {
        append(key);
        append(value);
        return this;
    }

    /** For what need not be text. */
    public RunnerPlan put(String key, byte[] value) {
        append(key);
        bytes.writeBytes(value);
        bytes.write(0);
        return this;
    }

    public RunnerPlan put(String key, Path value) {
        return put(key, value.toString());
    }

    public RunnerPlan put(String key, long value) {
        return put(key, Long.toString(value));
    }

    public RunnerPlan putEach(String key, List<String> values) {
        values.forEach(value -> put(key, value));
        return this;
    }

    public RunnerPlan putVariables(Environment environment) {
        environment.variables().forEach((key, value) -> put("env", key + "=" + value));
        return this;
    }

    /** The group that the box's processes belong to, in every hierarchy. */
    public RunnerPlan join(Cgroups cgroups, Uid box) {
        put("cgroup_version", cgroups.version());
        cgroups.directories(box.value()).forEach(directory -> put("cgroup", directory));
        return this;
    }

    public RunnerPlan bind(Path from, String to, boolean readOnly) {
        return put("bind_from", from).put("bind_to", to).put("bind_mode", readOnly ? "ro" : "rw");
    }

    private void append(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a plan's strings have no NUL");
        }
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
