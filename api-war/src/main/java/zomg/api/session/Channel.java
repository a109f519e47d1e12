package zomg.api.session;

import java.nio.ByteBuffer;

/** The first byte of each frame. The first five are those of Kubernetes. */
final class Channel {

    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int STATUS = 3;
    static final int RESIZE = 4;
    static final int CONTROL = 5;
    static final int HALF_CLOSE = 255;

    private Channel() {}

    static ByteBuffer frame(int channel, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 1);
        return frame.put((byte) channel).put(payload).flip();
    }

    /** Frames one after the other, in the same memory: one is gone when the next is made. */
    static final class Frames {

        private ByteBuffer room = ByteBuffer.allocate(0);

        ByteBuffer frame(int channel, byte[] payload) {
            if (room.capacity() <= payload.length) {
                room = ByteBuffer.allocate(payload.length + 1);
            }
            return room.clear().put((byte) channel).put(payload).flip();
        }
    }
}
