package zomg.api.file;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import zomg.error.Refusal;
import zomg.port.Download;

/** Sends what leaves a box. */
record DownloadStream(Download download) implements StreamingOutput {

    /**
     * What the container gathers of an answer before it writes to the socket; else it is 32 KiB.
     */
    static final int BUFFER = 256 * 1024;

    private static final Logger LOG = System.getLogger(DownloadStream.class.getName());

    /** Its answer has begun: what fails now can only be cut off, for the client to notice. */
    @Override
    public void write(OutputStream out) throws IOException {
        try (download) {
            download.writeTo(out);
        } catch (Refusal refusal) {
            LOG.log(Level.INFO, "a download was cut off: {0}", refusal.code().wireName());
            throw new IOException("cut off", refusal);
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "a download failed", failure);
            throw new IOException("cut off", failure);
        }
    }
}
