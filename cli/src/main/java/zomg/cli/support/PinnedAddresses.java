package zomg.cli.support;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Hosts whose address the user gave. The JDK asks here, so a pinned server keeps its name for
 * certificates and for whoever shares its address.
 */
public final class PinnedAddresses extends InetAddressResolverProvider {

    private static final Map<String, InetAddress> PINNED = new ConcurrentHashMap<>();

    static void pin(String host, InetAddress address) {
        PINNED.put(host.toLowerCase(Locale.ROOT), address);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver others = configuration.builtinResolver();
        return new InetAddressResolver() {

            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                InetAddress pinned = PINNED.get(host.toLowerCase(Locale.ROOT));
                return pinned == null
                        ? others.lookupByName(host, policy)
                        : Stream.of(InetAddress.getByAddress(host, pinned.getAddress()));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return others.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "zomg";
    }
}
