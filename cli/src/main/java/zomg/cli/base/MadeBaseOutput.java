package zomg.cli.base;

import zomg.cli.client.Base;
import zomg.cli.client.BasesClient;
import zomg.cli.client.MadeBase;
import zomg.cli.operation.CancelQuestion;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;

/** Waits for a base that is being made, and says what it is. */
final class MadeBaseOutput {

    private final Invocation invocation;
    private final Http http;

    MadeBaseOutput(Invocation invocation, Http http) {
        this.invocation = invocation;
        this.http = http;
    }

    /** As {@code name:version}, by which it and no other one is meant. */
    void print(Answer<MadeBase> answer, String name, boolean json) {
        if (Following.isAccepted(answer)) {
            try (CancelQuestion _ =
                    new CancelQuestion(
                            invocation.terminal(),
                            http,
                            Following.operation(answer).id(),
                            "making " + name)) {
                new Following(invocation, http).requireEnd(answer);
            }
            Answer<Base> base = new BasesClient(http).showBase(name);
            if (json) {
                invocation.output().json(base);
            } else {
                say(base.value().alias(), base.value().version());
            }
        } else if (json) {
            invocation.output().json(answer);
        } else {
            say(answer.value().name(), answer.value().version());
        }
    }

    private void say(String name, String version) {
        invocation.output().line(name + ":" + version);
    }
}
