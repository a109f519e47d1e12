package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.fixture.Inside;
import zomg.model.box.Box;
import zomg.model.box.Isolation;

/** What the root of a hardened box tries, and what a privileged one may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardenedBoxIT {

    private LocalMachine machine;
    private Box boxOne;
    private Box boxTwo;
    private Inside one;
    private Inside two;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
        boxOne = machine.started(Isolation.HARDENED);
        boxTwo = machine.started(Isolation.HARDENED);
        one = machine.inside(boxOne);
        two = machine.inside(boxTwo);
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void no_process_of_the_host_or_another_box_is_seen_or_signalled() {
        two.says("setsid sleep 4713 >/dev/null 2>&1 &");
        int host = (int) ProcessHandle.current().pid();

        assertThat(one.says("cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
                .doesNotContain("4713")
                .doesNotContain("java");
        one.denies("kill -0 %d".formatted(host));
        assertThat(one.says("ls -d /proc/[0-9]* | wc -l")).matches("[1-9]");
    }

    @Test
    void its_ids_are_not_those_of_the_host_nor_of_another_box() {
        String mine = one.says("cat /proc/self/uid_map").strip();
        String theirs = two.says("cat /proc/self/uid_map").strip();

        assertThat(mine).doesNotStartWith("0 0 ").endsWith("65536").isNotEqualTo(theirs);
        one.says("touch /root/mine");
        assertThat(ownerOnDisk("root/mine")).isEqualTo(0);
    }

    @Test
    void devices_cannot_be_opened_or_made() {
        String device = machine.host("findmnt", "-no", "SOURCE", machine.disk.path().toString());

        one.denies("head -c 1 %s".formatted(device.strip()));
        one.denies("mknod /root/disk b 7 0");
        one.denies("ls /dev/loop0");
        one.says("echo x >/dev/null; head -c 4 /dev/urandom >/dev/zero; ls /dev/full /dev/tty");
    }

    @Test
    void kernel_file_systems_stay_as_they_are() {
        one.denies("mount -o remount,rw /sys");
        one.denies("echo 1 >/proc/sys/kernel/sysrq");
        one.denies("umount /sys");
        one.denies("echo b >/proc/sysrq-trigger");
        one.denies("mkdir /sys/fs/cgroup/memory/mine");
    }

    @Test
    void its_own_mounts_work() {
        one.says("mkdir -p /root/m && mount -t tmpfs none /root/m && umount /root/m");
        one.says("mount -t proc proc /root/m && ls /root/m/1 >/dev/null && umount /root/m");
        one.says("mount --bind /usr /root/m && ls /root/m/bin/env && umount /root/m");
        // Below /etc stand mounts of ours, which are locked: it goes with them or not at all.
        one.denies("mount --bind /etc /root/m");
        one.says("mount --rbind /etc /root/m && ls /root/m/hosts && umount -l /root/m");
        one.says(
                "mkdir -p /run/o/l /run/o/u /run/o/w && touch /run/o/l/f"
                        + " && mount -t overlay o -o lowerdir=/run/o/l,upperdir=/run/o/u,workdir=/run/o/w /root/m"
                        + " && ls /root/m/f && umount /root/m");
    }

    @Test
    void dangerous_calls_are_denied() {
        one.denies("unshare -U true");
        one.denies("unshare -Urm true");
        assertThat(perl("321, 0, 0, 0")).as("bpf").isEqualTo("EPERM");
        assertThat(perl("298, 0, 0, 0, 0, 0")).as("perf_event_open").isEqualTo("EPERM");
        assertThat(perl("250, 0, 0, 0, 0, 0")).as("keyctl").isEqualTo("EPERM");
        assertThat(perl("304, 0, 0, 0")).as("open_by_handle_at").isEqualTo("EPERM");
        assertThat(perl("323, 0")).as("userfaultfd").isEqualTo("EPERM");
        assertThat(perl("246, 0, 0, 0, 0")).as("kexec_load").isEqualTo("EPERM");
    }

    /** With an empty list of groups these two would make subvolumes outside of the quota. */
    @Test
    void the_btrfs_calls_that_escape_the_quota_are_denied() {
        assertThat(ioctl("0x50009418")).as("SUBVOL_CREATE_V2").isEqualTo("EPERM");
        assertThat(ioctl("0x50009417")).as("SNAP_CREATE_V2").isEqualTo("EPERM");
        one.says("btrfs subvolume create /root/nested && touch /root/nested/file");
    }

    @Test
    void another_box_is_reached_and_what_listens_on_the_host_is_not() throws IOException {
        assertThat(one.run("ping -c 1 -W 2 " + machine.address(boxTwo)).code()).isZero();
        assertThat(one.run("ping -c 1 -W 2 " + machine.config.subnet().gateway()).code()).isZero();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            for (String host : machine.host("hostname", "-I").strip().split("\\s+", -1)) {
                if (!host.contains(":")) {
                    assertThat(
                                    one.run(
                                                    "timeout 2 bash -c '</dev/tcp/%s/%d'"
                                                            .formatted(
                                                                    host, listener.getLocalPort()))
                                            .code())
                            .as("host at %s", host)
                            .isNotZero();
                }
            }
        }
        two.says(
                "setsid perl -MIO::Socket -e '$s=IO::Socket::INET->new(LocalPort=>8080,Listen=>1,ReuseAddr=>1);$c=$s->accept;print $c qq(hello\\n)'"
                        + " >/dev/null 2>&1 &");
        assertThat(
                        one.says(
                                "for i in $(seq 50); do timeout 2 bash -c 'cat </dev/tcp/%s/8080' 2>/dev/null && break; sleep 0.1; done"
                                        .formatted(machine.address(boxTwo))))
                .isEqualTo("hello");
    }

    @Test
    void it_cannot_speak_from_another_address() {
        one.says("ip addr add %s/32 dev eth0".formatted("10.99.99.99"));

        assertThat(one.run("ping -c 1 -W 1 -I 10.99.99.99 " + machine.address(boxTwo)).code())
                .isNotZero();
    }

    @Test
    void a_privileged_box_is_the_machine_for_its_root() {
        Box privileged = machine.started(Isolation.PRIVILEGED);
        Inside inside = machine.inside(privileged);

        assertThat(inside.says("cat /proc/self/uid_map").strip()).matches("0\\s+0\\s+4294967295");
        inside.says("mkdir -p /root/m && mount -t tmpfs none /root/m && umount /root/m");
        inside.says("ls /dev/loop-control; mknod /root/null c 1 3");
        assertThat(inside.says("tr '\\0' ' ' </proc/1/cmdline")).startsWith("/usr/bin/tini -s");
        assertThat(inside.says("ls /dev/pts")).doesNotContain("0 ");
    }

    private int ownerOnDisk(String path) {
        try {
            return (int)
                    Files.getAttribute(
                            machine.pool.root(boxOne.uid()).resolve(Path.of(path)), "unix:uid");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** The errno of a system call by number (x86_64), named. */
    private String perl(String call) {
        return one.says(
                "perl -MErrno -e '$r=syscall(%s); print $r==-1 ? (grep {$!{$_}} keys %%!)[0] : \"ok\"'"
                        .formatted(call));
    }

    private String ioctl(String request) {
        return one.says(
                ("perl -MErrno -e 'opendir(D,\"/root\"); open(F,\"<\",\"/root\"); $b=\"\\0\" x 4096;"
                                + " $r=ioctl(F,%s,$b); print defined $r ? \"ok\" : (grep {$!{$_}} keys %%!)[0]'")
                        .formatted(request));
    }
}
