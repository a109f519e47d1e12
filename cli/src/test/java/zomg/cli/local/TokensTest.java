package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.local.Accounts.Account;
import zomg.cli.support.OwnFile;

class TokensTest {

    private static final String FORM = "zomg_[a-z2-7]{12}_[A-Za-z0-9_-]{43}\n";

    @TempDir Path folder;

    private Account account;
    private Accounts accounts;
    private Tokens tokens;
    private Path records;
    private Path tokenFile;

    @BeforeEach
    void set_up() throws IOException {
        // the account is called root so that nobody has to be somebody else
        account = new Account("root", Files.createDirectory(folder.resolve("home")));
        accounts = new Accounts(new Machine(), "token");
        records = folder.resolve("tokens.json");
        tokens = new Tokens(records, accounts);
        tokenFile = account.home().resolve(".config/zomg/token");
    }

    @Test
    void a_first_token_is_written_for_its_owner_only() throws IOException {
        Tokens.Issued issued = tokens.issue(account);

        assertThat(issued.writtenTo()).contains(tokenFile);
        assertThat(tokenFile).content().matches(FORM).isEqualTo(issued.token().text() + "\n");
        assertThat(permissions(tokenFile)).isEqualTo("rw-------");
        assertThat(permissions(tokenFile.getParent())).isEqualTo("rwx------");
        assertThat(permissions(records)).isEqualTo("rw-------");
    }

    @Test
    void the_servers_file_has_the_hash_and_never_the_secret() {
        NewToken token = tokens.issue(account).token();

        assertThat(records)
                .content()
                .contains(
                        "\"id\":\"" + token.id() + "\"", "\"owner\":\"root\"", "\"role\":\"admin\"")
                .containsPattern("\"secret_hash\":\"[0-9a-f]{64}\"")
                .doesNotContain(token.secret());
    }

    @Test
    void a_good_token_is_kept() {
        NewToken first = tokens.issue(account).token();

        Tokens.Issued again = tokens.issue(account);

        assertThat(again.token()).isEqualTo(first);
        assertThat(again.writtenTo()).isEmpty();
    }

    @Test
    void a_lost_file_gets_a_new_token_and_the_old_one_is_revoked() throws IOException {
        NewToken lost = tokens.issue(account).token();
        Files.delete(tokenFile);

        NewToken next = tokens.issue(account).token();

        assertThat(next).isNotEqualTo(lost);
        assertThat(records).content().contains(next.id()).doesNotContain(lost.id());
    }

    @Test
    void a_file_that_somebody_else_wrote_is_replaced() throws IOException {
        tokens.issue(account);
        Files.writeString(tokenFile, NewToken.random().text());

        assertThat(tokens.issue(account).writtenTo()).contains(tokenFile);
    }

    @Test
    void a_link_in_the_home_is_not_read_through() throws IOException {
        NewToken token = tokens.issue(account).token();
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), token.text());
        Files.delete(tokenFile);
        Files.createSymbolicLink(tokenFile, elsewhere);

        assertThat(accounts.read(account)).isEmpty();
        tokens.issue(account);

        assertThat(Files.isSymbolicLink(tokenFile)).isFalse();
        assertThat(elsewhere).hasContent(token.text());
    }

    @Test
    void others_keep_theirs() throws IOException {
        Account other = new Account("root", Files.createDirectory(folder.resolve("other")));
        OwnFile.write(
                records,
                "[{\"id\":\"aaaaaaaaaaaa\",\"owner\":\"alice\",\"role\":\"admin\",\"secret_hash\":\"0\"}]",
                OwnFile.PRIVATE);

        tokens.issue(other);

        assertThat(records).content().contains("alice", "root");
    }

    @Test
    void a_token_hides_its_secret_when_printed() {
        NewToken token = NewToken.random();

        assertThat(token.toString()).contains(token.id()).doesNotContain(token.secret());
        assertThat(NewToken.parse(token.text() + "\n")).contains(token);
        assertThat(NewToken.parse("zomg_short_x")).isEmpty();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
