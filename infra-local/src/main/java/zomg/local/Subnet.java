package zomg.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The IPv4 addresses of the boxes of one server; the first one is the machine itself. */
public record Subnet(int network, int prefix) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})/(\\d{1,2})");
    private static final int WIDEST = 8;
    private static final int NARROWEST = 28;

    /** {@code 10.66.0.0/16}. */
    public static Subnet parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "%s is not a subnet such as 10.66.0.0/16".formatted(text));
        }
        int prefix = Integer.parseInt(form.group(2));
        if (prefix < WIDEST || prefix > NARROWEST) {
            throw new IllegalArgumentException(
                    "%s must have a prefix from %d to %d".formatted(text, WIDEST, NARROWEST));
        }
        int address = number(form.group(1));
        return new Subnet(address & mask(prefix), prefix);
    }

    private static int mask(int prefix) {
        return -1 << (Integer.SIZE - prefix);
    }

    private static int number(String dotted) {
        try {
            // A literal is parsed, never looked up.
            return ByteBuffer.wrap(InetAddress.getByName(dotted).getAddress()).getInt();
        } catch (UnknownHostException invalid) {
            throw new IllegalArgumentException(dotted + " is not an IPv4 address", invalid);
        }
    }

    /** The machine, as boxes see it. */
    public String gateway() {
        return address(1);
    }

    /**
     * The address of the box in this slot; slots start at 1 (which a base's build uses).
     *
     * @throws IllegalArgumentException if the subnet is too small for the slot
     */
    public String ofSlot(int slot) {
        if (slot < 1 || slot > (1 << (Integer.SIZE - prefix)) - 3) {
            throw new IllegalArgumentException(
                    "%s has no address for slot %d".formatted(this, slot));
        }
        return address(slot + 1);
    }

    private String address(int offset) {
        int address = network + offset;
        return "%d.%d.%d.%d"
                .formatted(
                        address >>> 24,
                        address >>> 16 & 0xff,
                        address >>> 8 & 0xff,
                        address & 0xff);
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }
}
