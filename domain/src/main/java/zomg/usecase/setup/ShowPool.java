package zomg.usecase.setup;

import zomg.port.Room;

/** How much room there is for boxes. */
public final class ShowPool {

    private final Room room;

    public ShowPool(Room room) {
        this.room = room;
    }

    /**
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE if it cannot be seen
     */
    public Room.Sizes show() {
        return room.look();
    }
}
