package zomg.usecase.base;

import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.port.Bases;

/** Finds one base. */
public final class ShowBase {

    private final Bases bases;

    public ShowBase(Bases bases) {
        this.bases = bases;
    }

    /** How it was made. */
    public Making making(Base base) {
        return bases.making(base.uid());
    }

    /**
     * @throws Refusal BASE_NOT_FOUND
     */
    public Base show(BaseReference reference) {
        return bases.find(reference)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.BASE_NOT_FOUND, "there is no base " + reference));
    }
}
