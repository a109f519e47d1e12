package zomg.port;

/** Tells whether boxes can be started and stopped at all. */
public interface EngineReadiness {

    /**
     * To be asked before a change is written down, so that what cannot be done now is refused as a
     * whole.
     *
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE
     */
    void require();
}
