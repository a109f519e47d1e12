package zomg.cli.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What systemd is told about the server: the unit, which everybody may read, and its environment,
 * which may hold a password.
 */
record ServiceUnit(Places places, Installation installation) {

    /** By this line a unit of ours is known. */
    static final String HEAD = "# Written by zomg up --service; the next one writes it again.\n";

    String text() {
        return HEAD
                + """
                [Unit]
                Description=zomg, boxes on this machine (%1$s)
                Documentation=man:systemd.service(5)
                # A firewall that loads its rules after us would throw ours away
                After=network.target nss-lookup.target nftables.service firewalld.service docker.service
                RequiresMountsFor=%2$s %3$s
                StartLimitIntervalSec=120
                StartLimitBurst=5

                [Service]
                Type=exec
                EnvironmentFile=%4$s
                ExecStart=%5$s
                # Writes down where it answers, once it does
                ExecStartPost=%6$s up --announce ${MAINPID}
                WorkingDirectory=/
                UMask=0077
                StandardInput=null
                StandardOutput=append:%7$s
                StandardError=inherit
                # Boxes are not the server's: they live on when it stops
                KillMode=process
                Delegate=yes
                Restart=on-failure
                RestartSec=2
                # Java's way to end at a SIGTERM
                SuccessExitStatus=143
                TimeoutStartSec=120
                TimeoutStopSec=40
                OOMScoreAdjust=-500
                LimitNOFILE=65536
                TasksMax=infinity

                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(
                                places.state().toString().replace("%", "%%"),
                                word(places.state()),
                                word(installation.folder()),
                                path(environmentFile()),
                                word(installation.server()),
                                word(installation.command()),
                                path(places.consoleLog()));
    }

    Path environmentFile() {
        return places.state().resolve("service.env");
    }

    /** The variables in the form of systemd.exec(5), EnvironmentFile=. */
    static String environment(Map<String, String> variables) {
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .map(one -> one.getKey() + "=\"" + quoted(one.getValue()) + "\"\n")
                        .collect(Collectors.joining());
    }

    private static String quoted(String value) {
        return value.replaceAll("([\\\\\"`$])", "\\\\$1");
    }

    /** One word of a line; systemd takes no program whose name holds a quote. */
    private static String word(Path path) {
        return "\"" + path(path) + "\"";
    }

    /** The rest of a line, which is not unquoted. */
    private static String path(Path path) {
        return path.toString().replace("%", "%%");
    }
}
