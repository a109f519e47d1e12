package zomg.tar;

import java.io.IOException;

/** The archive is none, is cut off, or has what is not understood here. */
public final class TarException extends IOException {

    TarException(String message) {
        super(message);
    }
}
