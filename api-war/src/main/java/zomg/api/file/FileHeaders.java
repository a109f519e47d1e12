package zomg.api.file;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import zomg.model.file.FileInfo;

/** What stands above a file's bytes. */
final class FileHeaders {

    static final String DESCRIPTION =
            " Headers: Zomg-Type (file or directory), Zomg-Mode in octal digits, Zomg-Uid, Zomg-Gid,"
                    + " Last-Modified.";

    private FileHeaders() {}

    static Response.ResponseBuilder describe(Response.ResponseBuilder response, FileInfo info) {
        return response.header("Zomg-Type", info.type().wireName())
                .header("Zomg-Mode", info.mode().toString())
                .header("Zomg-Uid", Integer.toString(info.uid()))
                .header("Zomg-Gid", Integer.toString(info.gid()))
                .header(HttpHeaders.LAST_MODIFIED, Date.from(info.modified()));
    }
}
