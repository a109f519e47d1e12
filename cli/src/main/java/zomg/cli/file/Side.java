package zomg.cli.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Failure;

/** Where something is copied from, or to. */
sealed interface Side {

    /**
     * {@code web:/srv/app.conf}.
     *
     * @param snapshot whose file is meant; empty for that of the box as it is
     */
    record InBox(BoxRef box, Optional<String> snapshot, String path) implements Side {

        /** The last part of the path; empty for that of the root. */
        String name() {
            String plain = plain();
            return plain.substring(plain.lastIndexOf('/') + 1);
        }

        InBox below(String name) {
            String plain = plain();
            return new InBox(box, snapshot, (plain.equals("/") ? "" : plain) + "/" + name);
        }

        boolean isCalledDirectory() {
            return path.endsWith("/");
        }

        private String plain() {
            String plain = path;
            while (plain.length() > 1 && plain.endsWith("/")) {
                plain = plain.substring(0, plain.length() - 1);
            }
            return plain;
        }
    }

    /** On this machine. */
    record Local(Path path, boolean isCalledDirectory) implements Side {}

    /** {@code -}: standard input or output. */
    record Stream() implements Side {}

    /**
     * What stands before the first {@code :/} and has no slash in it is a box.
     *
     * @param box makes one of its name
     */
    static Side parse(String text, Path folder, Function<String, BoxRef> box) {
        if (text.equals("-")) {
            return new Stream();
        }
        int colon = text.indexOf(":/");
        if (colon > 0 && text.indexOf('/') == colon + 1) {
            return new InBox(
                    box.apply(text.substring(0, colon)),
                    Optional.empty(),
                    text.substring(colon + 1));
        }
        try {
            return new Local(folder.resolve(text), text.endsWith("/"));
        } catch (InvalidPathException wrong) {
            throw Failure.usage("\"%s\" is not a path".formatted(text));
        }
    }
}
