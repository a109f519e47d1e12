package zomg.cli.box;

import zomg.cli.client.BoxesClient;
import zomg.cli.client.PublishBox;
import zomg.cli.client.PublishedHost;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class PublishCommand extends Command {

    static final String DONE = "OK";

    private final Value<String> box = parameter("BOX", "The box.");
    private final HostOptions host =
            new HostOptions(this, optionalParameter("SUBDOMAIN", HostOptions.SUBDOMAIN));
    private final Value<Boolean> force =
            flag("Also if it is published for another box, which loses it.", "-f", "--force");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public PublishCommand(Invocation invocation) {
        super(
                "publish",
                "Have a host lead to a box besides the box's own.",
                "zomg publish web blog",
                "",
                "It leads to the box's port: zomg update BOX PORT=N; 8080 if none is set.");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        host.require();
        Answer<PublishedHost> answer =
                new BoxesClient(invocation.http())
                        .publishBox(
                                ref.project(),
                                ref.name(),
                                force.get() ? true : null,
                                new PublishBox.Builder()
                                        .subdomain(host.subdomain())
                                        .host(host.host())
                                        .domain(host.domain())
                                        .build());
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line(DONE);
        }
        return ExitCode.OK;
    }
}
