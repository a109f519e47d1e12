package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.cli.local.Machine.Outcome;
import zomg.cli.support.Environment;
import zomg.cli.support.Failure;
import zomg.cli.support.ServerFile;

/** The users of this machine that get a token, and their token files. */
final class Accounts {

    private static final String ROOT = "root";
    private static final long MAX_TOKEN = 4096;

    /**
     * Run as the user: nobody but them decides what lies, or links, in their home. The rename makes
     * the file whole or absent.
     */
    private static final String WRITE =
            "umask 077 && mkdir -p -- \"$1\" && cat >\"$1/.$2.new\" && mv -f -- \"$1/.$2.new\" \"$1/$2\"";

    private static final String DELETE = "rm -f -- \"$1/$2\"";

    /** One user. */
    record Account(String name, Path home) {}

    private final Machine machine;
    private final String fileName;

    /**
     * @param fileName of the token of this instance in each user's folder
     */
    Accounts(Machine machine, String fileName) {
        this.machine = machine;
        this.fileName = fileName;
    }

    /** Root, and the user who called sudo. */
    List<Account> ofCaller(Environment environment) {
        Optional<String> caller =
                environment.variable("SUDO_USER").filter(user -> !user.equals(ROOT));
        List<Account> accounts = new ArrayList<>();
        accounts.add(new Account(ROOT, rootHome(environment)));
        caller.flatMap(user -> machine.homeOf(user).map(home -> new Account(user, home)))
                .filter(account -> Files.isDirectory(account.home()))
                .ifPresent(accounts::add);
        return accounts;
    }

    /** Where root's commands look; sudo may have left HOME at the caller's, which is not root's. */
    private Path rootHome(Environment environment) {
        try {
            if (Files.getOwner(environment.home()).getName().equals(ROOT)) {
                return environment.home();
            }
        } catch (IOException noSuchHome) {
            // then the account's own
        }
        return machine.homeOf(ROOT).orElse(Path.of("/root"));
    }

    /** The account of a name that got a token once. */
    Optional<Account> named(String name, Environment environment) {
        return ofCaller(environment).stream()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .or(() -> machine.homeOf(name).map(home -> new Account(name, home)));
    }

    Optional<NewToken> read(Account account) {
        Path file = file(account);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && Files.size(file) <= MAX_TOKEN
                    ? NewToken.parse(Files.readString(file))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    Path write(Account account, NewToken token) {
        Outcome written = as(account, WRITE, token.text() + "\n");
        if (!written.isGood()) {
            throw Failure.of(
                    "the token of %s cannot be written to %s: %s"
                            .formatted(account.name(), file(account), written.output().strip()));
        }
        return file(account);
    }

    void delete(Account account) {
        if (Files.isDirectory(account.home())) {
            as(account, DELETE, "");
        }
    }

    private Outcome as(Account account, String script, String input) {
        List<String> command = new ArrayList<>();
        if (!account.name().equals(ROOT)) {
            command.addAll(List.of("runuser", "-u", account.name(), "--"));
        }
        String folder = ServerFile.tokenFolder(account.home()).toString();
        command.addAll(List.of("/bin/sh", "-c", script, "sh", folder, fileName));
        return machine.run(input, command);
    }

    private Path file(Account account) {
        return ServerFile.tokenFolder(account.home()).resolve(fileName);
    }
}
