package zomg.cli.session;

/** The other end, as the conversation needs it. What is sent after its end is dropped. */
interface Peer {

    void send(Frame frame);

    /** Waits until what was sent before is on its way, or the other end is gone. */
    void awaitRoom();

    /** Everything is said: the other end closes, soon. */
    void expectEnd();

    /** Closes, from here. */
    void end();
}
