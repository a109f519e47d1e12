package zomg.cli.box;

import zomg.cli.client.BoxesClient;
import zomg.cli.client.PublishedHost;
import zomg.cli.support.Answer;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class UnpublishCommand extends Command {

    private final Value<String> box = parameter("BOX", "The box.");
    private final HostOptions host =
            new HostOptions(this, optionalParameter("SUBDOMAIN", HostOptions.SUBDOMAIN));
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public UnpublishCommand(Invocation invocation) {
        super(
                "unpublish",
                "Have a host that was published for a box lead to it no longer.",
                "zomg unpublish web blog");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        BoxRef ref = invocation.box(box.get(), project);
        host.require();
        Answer<PublishedHost> answer =
                new BoxesClient(invocation.http())
                        .unpublishBox(
                                ref.project(),
                                ref.name(),
                                host.isHost() ? host.host() : host.subdomain(),
                                host.domain(),
                                host.isHost() ? null : true);
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().line(PublishCommand.DONE);
        }
        return ExitCode.OK;
    }
}
