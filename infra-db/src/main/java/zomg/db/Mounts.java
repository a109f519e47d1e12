package zomg.db;

import java.util.Arrays;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;

/**
 * Data mounts of a box as text: for each a newline, then {@code UID MODE NAME PATH}. A path has no
 * newline, so that a box has a volume if {@code \nUID } is in its text.
 */
final class Mounts {

    private static final String READ_ONLY = "r";
    private static final String WRITABLE = "w";
    private static final String OWNED = "o";

    private Mounts() {}

    static String write(Attachments attachments) {
        StringBuilder text = new StringBuilder();
        for (Attachment one : attachments.all()) {
            text.append('\n')
                    .append(one.volume())
                    .append(' ')
                    .append(one.mount().readOnly() ? READ_ONLY : WRITABLE)
                    .append(one.owned() ? OWNED : "")
                    .append(' ')
                    .append(one.mount().name())
                    .append(' ')
                    .append(one.mount().path());
        }
        return text.toString();
    }

    static Attachments read(String text) {
        return text.isEmpty()
                ? Attachments.NONE
                : new Attachments(
                        Arrays.stream(text.substring(1).split("\n"))
                                .map(Mounts::attachment)
                                .toList());
    }

    private static Attachment attachment(String line) {
        String[] words = line.split(" ", 4);
        return new Attachment(
                new Uid(words[0]),
                new DataMount(
                        new VolumeName(words[2]),
                        new MountPath(words[3]),
                        words[1].startsWith(READ_ONLY)),
                words[1].endsWith(OWNED));
    }

    /** What is in the text of a box that has this volume, for {@code like}. */
    static String pattern(Uid volume) {
        return "%\n" + volume + " %";
    }
}
