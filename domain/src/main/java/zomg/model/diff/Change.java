package zomg.model.diff;

/** One path at which a root is not what the snapshot is. */
public record Change(Kind kind, ChangedPath path) {

    /** What became of it since the snapshot; a rename is one that went and one that came. */
    public enum Kind {
        ADDED("+"),
        MODIFIED("~"),
        DELETED("-");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** As the list shows it. */
        public String sign() {
            return sign;
        }
    }

    @Override
    public String toString() {
        return kind.sign() + " " + path;
    }
}
