package zomg.api.wiring;

import zomg.model.box.BoxConfig;
import zomg.model.box.BoxDefaults;
import zomg.model.box.GracePeriod;
import zomg.model.box.IsolationLevels;
import zomg.model.box.Settings;
import zomg.model.space.Storage;

/** Reads what new boxes get where nothing is asked for. */
final class DefaultSettings {

    private static final String GIBIBYTES = "[0-9]{1,7}G";

    private DefaultSettings() {}

    static BoxDefaults read(SettingsReader reader, IsolationLevels isolation) {
        return new BoxDefaults(
                new BoxConfig(
                        reader.optional(Setting.DEFAULT_CPUS, Settings::cpus),
                        reader.optional(Setting.DEFAULT_MEMORY, Settings::memory),
                        reader.optional(Setting.DEFAULT_STORAGE, DefaultSettings::storage)),
                reader.read(Setting.DEFAULT_GRACE, DefaultSettings::grace),
                isolation);
    }

    private static Storage storage(String text) {
        if (!text.matches(GIBIBYTES)) {
            throw new IllegalArgumentException("%s is not a size such as 10G".formatted(text));
        }
        return new Storage(Integer.parseInt(text.substring(0, text.length() - 1)));
    }

    private static GracePeriod grace(String text) {
        return new GracePeriod(SettingsReader.number(0, Integer.MAX_VALUE).apply(text).intValue());
    }
}
