package zomg.cli;

/** Answers as a server gave them. */
public final class Recorded {

    public static final String WEB =
            """
            {"id":"kq3v5m2xw4ta","name":"web","project":"default","status":"running",\
            "created_at":"2026-01-01T00:00:00.375214251Z","updated_at":"2026-01-01T00:00:01Z",\
            "base":"box-base:9f86d0","config":{"cpus":0.5,"ram_mb":512,"storage_gb":10},"port":8080,\
            "environment":{"GREETING":"a \\"b\\" $c"},\
            "tags":{"tier":"front"},"termination_grace_period_seconds":10,"isolation":"hardened"}""";

    public static final String STOPPED = WEB.replace("running", "stopped");

    private Recorded() {}
}
