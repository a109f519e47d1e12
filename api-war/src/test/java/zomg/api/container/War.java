package zomg.api.container;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import zomg.fixture.BoxFixtures;
import zomg.fixture.SteppingClock;
import zomg.memory.InMemoryMachine;
import zomg.usecase.access.Authenticate;

/** The war as it is built, but for the adapters. */
final class War {

    private static final String CLASSES = "/WEB-INF/classes/zomg/api/";
    private static final String SECRET = "A".repeat(43);

    private War() {}

    static WebArchive onAMachineInMemory(String name) {
        issueTokens();
        WebArchive war =
                ShrinkWrap.create(ZipImporter.class, name)
                        .importFrom(new File("target/zomg.war"))
                        .as(WebArchive.class);
        war.delete(CLASSES + "wiring/AdapterWiring.class");
        war.delete(CLASSES + "wiring/EngineWiring.class");
        return war.addPackages(
                        false, Filters.exclude(".*Test.*"), InMemoryMachine.class.getPackage())
                .addClasses(SteppingClock.class, BoxFixtures.class, MemoryWiring.class);
    }

    /** Arquillian's own requests have no token. */
    static WebArchive withoutItsDoor(String name) {
        WebArchive war = onAMachineInMemory(name);
        war.delete(CLASSES + "security/SecurityFilter.class");
        return war;
    }

    /** Of the admin, the developer or the viewer. */
    static String token(String owner) {
        return "zomg_%s_%s".formatted(id(owner), SECRET);
    }

    private static String id(String owner) {
        return owner.substring(0, 1).repeat(12);
    }

    private static void issueTokens() {
        try {
            Path state = Files.createDirectories(Path.of(System.getenv("ZOMG_STATE_DIR")));
            Files.writeString(
                    state.resolve("tokens.json"),
                    "[%s,%s,%s]".formatted(entry("admin"), entry("developer"), entry("viewer")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String entry(String owner) {
        return "{\"id\":\"%s\",\"owner\":\"%s\",\"role\":\"%s\",\"secret_hash\":\"%s\"}"
                .formatted(id(owner), owner, owner, Authenticate.hash(SECRET));
    }
}
