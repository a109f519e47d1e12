package zomg.db;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Keys and values as text: a line {@code key=value} each, with a newline before the first and after
 * every one, so that an entry is found as {@code \nkey=value\n}. Keys have neither newlines nor
 * {@code =}; in values, newline and backslash are escaped.
 */
final class Entries {

    private Entries() {}

    static String write(Map<String, String> entries) {
        StringBuilder text = new StringBuilder("\n");
        entries.forEach(
                (key, value) ->
                        text.append(key)
                                .append('=')
                                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                                .append('\n'));
        return text.toString();
    }

    static SequencedMap<String, String> read(String text) {
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        int start = 1;
        while (start < text.length()) {
            int equals = text.indexOf('=', start);
            int end = text.indexOf('\n', equals);
            entries.put(text.substring(start, equals), plain(text.substring(equals + 1, end)));
            start = end + 1;
        }
        return entries;
    }

    private static String plain(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        for (int at = 0; at < escaped.length(); at++) {
            char character = escaped.charAt(at);
            if (character == '\\') {
                at++;
                character = escaped.charAt(at) == 'n' ? '\n' : escaped.charAt(at);
            }
            text.append(character);
        }
        return text.toString();
    }
}
