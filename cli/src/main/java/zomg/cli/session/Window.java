package zomg.cli.session;

/** How much of a text a terminal shows. */
record Window(int columns, int rows) {

    /** Of a terminal that does not say. */
    static final Window USUAL = new Window(80, 24);

    /**
     * @param size as {@code stty size} prints it: rows, a blank, columns
     */
    static Window parse(String size) {
        int blank = size.indexOf(' ');
        try {
            Window window =
                    new Window(
                            Integer.parseInt(size.substring(blank + 1)),
                            Integer.parseInt(size.substring(0, Math.max(blank, 0))));
            return window.columns() > 0 && window.rows() > 0 ? window : USUAL;
        } catch (NumberFormatException unknown) {
            return USUAL;
        }
    }
}
