package zomg.runner;

/** Who watches over the command of a session, as its client can reach it past the conversation. */
public interface Supervision {

    /** If so, the end of a conversation means that another client has come. */
    boolean isThere();

    /** Ends the command past what it does not take. */
    void hangUp();
}
