package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.client.ServerClient;

/** A server whose certificate nobody vouches for, under a name that nobody knows. */
class TlsTest {

    private static final String HOST = "zomg.invalid";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private HttpsServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "zomg",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + HOST,
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    byte[] json =
                            "{\"name\":\"%s\",\"version\":\"1\"}"
                                    .formatted(exchange.getRequestHeaders().getFirst("Host"))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, json.length);
                    exchange.getResponseBody().write(json);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String hostAndPort() {
        return HOST + ":" + server.getAddress().getPort();
    }

    private ServerClient client(boolean insecure) {
        return new ServerClient(
                Http.to(
                        new Server(
                                Server.parse("https://" + hostAndPort()),
                                Optional.empty(),
                                insecure,
                                Optional.of(InetAddress.getLoopbackAddress())),
                        Optional.empty()));
    }

    @Test
    void a_pinned_server_keeps_its_name_and_its_certificate_need_not_be_looked_at() {
        assertThat(client(true).showVersion().value().name()).isEqualTo(hostAndPort());
    }

    @Test
    void unless_told_so_a_certificate_is_looked_at() {
        assertThatThrownBy(() -> client(false).showVersion())
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("certificat");
    }
}
