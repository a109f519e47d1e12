package zomg.db;

/**
 * A server, as a database knows it.
 *
 * @param id of its state directory, and of no other
 * @param place where that is, for people
 */
public record Owner(String id, String place) {

    private static final int MAX_PLACE = 500;

    public Owner {
        place = place.substring(0, Math.min(place.length(), MAX_PLACE));
    }
}
