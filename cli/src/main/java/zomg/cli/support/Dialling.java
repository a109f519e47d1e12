package zomg.cli.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Connects to a server for what is more than one request, by the rules that hold for {@link Http}.
 */
public final class Dialling {

    private static final int CONNECT_MILLIS = 5_000;

    /** Until the server has said its first word; who wants to wait longer changes it then. */
    private static final int ANSWER_MILLIS = 30_000;

    /** The kernel asks whether the other end is still there, also while nobody reads here. */
    private static final int QUIET_SECONDS = 30;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Dialling() {}

    /**
     * @throws Unreachable if nobody answers
     */
    public static Socket to(Server server) {
        URI url = server.url();
        boolean isSecure = "https".equals(url.getScheme());
        int standard = isSecure ? HTTPS_PORT : HTTP_PORT;
        int port = url.getPort() < 0 ? standard : url.getPort();
        server.address().ifPresent(address -> PinnedAddresses.pin(url.getHost(), address));
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, QUIET_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, QUIET_SECONDS);
            return isSecure ? secured(socket, server, port) : socket;
        } catch (SSLException broken) {
            throw Unreachable.broken(server, broken);
        } catch (IOException nobody) {
            throw Unreachable.neverSent(server, nobody);
        }
    }

    private static Socket secured(Socket socket, Server server, int port) throws IOException {
        SSLSocketFactory factory =
                server.insecure()
                        ? AnyCertificate.sockets()
                        : (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured =
                (SSLSocket) factory.createSocket(socket, server.url().getHost(), port, true);
        if (!server.insecure()) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        return secured;
    }
}
