package zomg.db;

/** What opens a database. It shows itself to nobody who only prints it. */
public record Password(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
