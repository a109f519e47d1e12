package zomg.cli.config;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.List;
import java.util.Optional;
import zomg.cli.support.ConfigFile;
import zomg.cli.support.Environment;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Profile;
import zomg.cli.syntax.Command;

final class ProfilesCommand extends Command {

    /**
     * @param url null if it has none
     * @param token whether there is one; it is not shown
     */
    @Json
    record Row(String name, String url, boolean token, boolean selected) {

        private static Row of(Profile profile, Optional<Profile> selected) {
            return new Row(
                    profile.name(),
                    profile.url().orElse(null),
                    profile.token().isPresent(),
                    selected.map(Profile::name).filter(profile.name()::equals).isPresent());
        }

        private List<String> cells() {
            return List.of(
                    name,
                    Optional.ofNullable(url).orElse("not set"),
                    token ? "yes" : "no",
                    selected ? "yes" : "no");
        }
    }

    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    ProfilesCommand(Invocation invocation) {
        super(
                "profiles",
                "List the profiles that have a URL here, or are selected.",
                "ZOMG_PROFILE_LAB_URL=http://10.0.0.7:7717 zomg config profiles");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Environment environment = invocation.environment();
        Optional<Profile> selected = invocation.profile();
        List<Row> rows =
                Profile.known(selected, environment, ConfigFile.of(environment)).stream()
                        .map(profile -> Row.of(profile, selected))
                        .toList();
        if (json.isSet()) {
            invocation
                    .output()
                    .line(Jsonb.instance().<List<Row>>type(Types.listOf(Row.class)).toJson(rows));
        } else {
            invocation
                    .output()
                    .table(
                            List.of("NAME", "URL", "TOKEN", "SELECTED"),
                            rows.stream().map(Row::cells).toList());
        }
        return ExitCode.OK;
    }
}
