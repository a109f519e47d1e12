package zomg.model.file;

import zomg.error.InvalidInput;

/**
 * Who may do what with a file.
 *
 * @param bits the twelve of chmod(2)
 */
public record FileMode(int bits) {

    private static final int MOST = 07777;
    private static final int OCTAL = 8;

    public FileMode {
        if (bits < 0 || bits > MOST) {
            throw notOne();
        }
    }

    public static FileMode parse(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw notOne();
        }
        return new FileMode(Integer.parseInt(text, OCTAL));
    }

    private static InvalidInput notOne() {
        return InvalidInput.field("mode", "must be one to four octal digits, such as 0644");
    }

    @Override
    public String toString() {
        return "%04o".formatted(bits);
    }
}
