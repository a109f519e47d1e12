package zomg.usecase.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBaseStore;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.BaseSource;
import zomg.model.base.Recipe;
import zomg.model.base.ScriptDigest;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/** Bases that people save, build and delete. */
final class BasesOfPeopleTest {

    private static final BaseAlias MINE = new BaseAlias("mine");
    private static final Recipe RECIPE = new Recipe(MINE, "apt-get install -y hello\n");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final BuildBase buildBase = zomg.buildBase();
    private final Set<Uid> before = machine.baseStore().list();

    @Test
    void a_saved_base_is_what_the_box_was() {
        Box box = zomg.create(ref("web"));
        machine.pool().write(box.uid(), "/work", "mine");

        Base base = zomg.saveBase().save(request(Optional.empty()));
        machine.pool().write(box.uid(), "/work", "later");

        assertThat(base.version()).isEqualTo(base.uid().value());
        assertThat(base.origin()).isEqualTo("box web of project default");
        assertThat(machine.bases().find(BaseReference.parse("mine"))).contains(base);
        assertThat(machine.pool().base(base.uid()).orElseThrow()).containsEntry("/work", "mine");
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void the_version_of_one_that_a_script_made_is_its_digest_and_the_same_again_replaces_it() {
        zomg.create(ref("web"));
        ScriptDigest digest = new ScriptDigest("1".repeat(64));

        Base first = zomg.saveBase().save(request(Optional.of(digest)));
        Base second = zomg.saveBase().save(request(Optional.of(digest)));

        assertThat(second.reference()).hasToString("mine:" + digest);
        assertThat(machine.bases().find(first.reference())).contains(second);
        assertThat(machine.baseStore().list()).contains(second.uid()).doesNotContain(first.uid());
    }

    @Test
    void a_save_that_cannot_be_recorded_leaves_nothing() {
        assertRefused(
                ErrorCode.BOX_NOT_FOUND, () -> zomg.saveBase().save(request(Optional.empty())));

        assertThat(machine.baseStore().list()).isEqualTo(before);
    }

    @Test
    void a_deleted_base_is_gone_and_boxes_of_it_stay() {
        Box box = zomg.create(ref("web"));
        machine.pool().write(box.uid(), "/work", "mine");
        Base one = zomg.saveBase().save(request(Optional.empty()));
        Base other = zomg.saveBase().save(request(Optional.empty()));

        assertThat(zomg.deleteBase().delete(one.reference())).isOne();
        assertThat(machine.bases().find(BaseReference.parse("mine"))).contains(other);
        assertThat(zomg.deleteBase().delete(BaseReference.parse("mine"))).isOne();
        assertThat(zomg.deleteBase().delete(BaseReference.parse("mine"))).isZero();

        assertThat(machine.bases().find(BaseReference.parse("mine"))).isEmpty();
        assertThat(machine.baseStore().list()).isEqualTo(before);
        assertThat(machine.pool().read(box.uid(), "/work")).contains("mine");
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_base_is_built_on_another_one() {
        machine.processes().playNext("installing\n", new ExecEnd.Exited(0));

        Base base = buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");

        Base parent = machine.bases().find(BaseReference.DEFAULT).orElseThrow();
        assertThat(base.version()).isEqualTo(RECIPE.version());
        assertThat(base.parent()).contains(Base.Parent.of(parent));
        assertThat(base.builder()).isEqualTo("root");
        assertThat(machine.pool().base(base.uid())).isEqualTo(machine.pool().base(parent.uid()));
        assertThat(machine.baseStore().list()).hasSize(before.size() + 1);
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void the_same_script_on_the_same_parent_is_built_once() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        Base base = buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");

        assertThat(buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "other")).isEqualTo(base);

        assertThat(machine.processes().requests()).hasSize(1);
    }

    @Test
    void the_same_script_on_a_newer_parent_replaces_what_it_made() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        Base old = buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");
        machine.processes().playNext("", new ExecEnd.Exited(0));
        buildBase.build(UseCases.RECIPE, System.out);
        machine.processes().playNext("", new ExecEnd.Exited(0));

        Base fresh = buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");

        assertThat(fresh.parent().orElseThrow().version()).isEqualTo(UseCases.RECIPE.version());
        assertThat(machine.baseStore().list()).doesNotContain(old.uid()).contains(fresh.uid());
    }

    @Test
    void a_script_that_fails_leaves_nothing_and_tells_its_last_lines() {
        machine.processes().playNext("E: no such package\n", new ExecEnd.Exited(100));

        Refusal refusal =
                assertRefused(
                        ErrorCode.BUILD_FAILED,
                        () -> buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root"));

        assertThat(refusal).hasMessageContaining("E: no such package");
        assertThat(machine.baseStore().list()).isEqualTo(before);
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
        assertRefused(
                ErrorCode.BASE_NOT_FOUND,
                () -> buildBase.build(uid(), RECIPE, BaseReference.parse("none"), "root"));
    }

    /** A root that no record names is what a crash left of a build if its bare base is there. */
    @Test
    void what_cannot_be_cleared_away_of_a_build_on_another_base_is_removed_at_the_next_start() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        machine.roots().failNextDelete(new IllegalStateException("busy"));

        assertThatThrownBy(() -> buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root"))
                .hasMessage("busy");

        new UseCases(machine).reconcile().repair();
        assertThat(machine.pool().setAside()).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void an_archive_is_imported_and_what_is_none_leaves_nothing() {
        Base base = zomg.importBase().load(MINE, InMemoryBaseStore.ARCHIVE, "root");

        assertThat(machine.bases().find(BaseReference.parse("mine"))).contains(base);
        assertThat(base.origin()).isEqualTo(InMemoryBaseStore.ARCHIVE.toString());
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> zomg.importBase().load(MINE, BaseSource.parse("/none"), "root"));
        assertRefused(ErrorCode.INVALID_REQUEST, () -> BaseSource.parse("relative"));
        assertThat(machine.baseStore().list()).hasSize(before.size() + 1).contains(base.uid());
    }

    private static SaveBase.Request request(Optional<ScriptDigest> digest) {
        return new SaveBase.Request(
                ref("web"), MINE, "root", Optional.empty(), digest, Optional.empty());
    }
}
