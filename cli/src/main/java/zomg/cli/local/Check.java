package zomg.cli.local;

/**
 * One thing that was looked at.
 *
 * @param sentence what was found; of something bad also what to do
 */
record Check(Verdict verdict, String subject, String sentence) {

    /** What it means for boxes here. */
    enum Verdict {
        GOOD("ok"),
        BAD("BAD"),
        UNMENDABLE("BAD"),
        NOT_LOOKED_AT("?");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Check good(String subject, String sentence) {
        return new Check(Verdict.GOOD, subject, sentence);
    }

    static Check bad(String subject, String sentence) {
        return new Check(Verdict.BAD, subject, sentence);
    }

    /** Neither zomg nor what the sentence says makes it good again. */
    static Check unmendable(String subject, String sentence) {
        return new Check(Verdict.UNMENDABLE, subject, sentence);
    }

    static Check notLookedAt(String subject, String sentence) {
        return new Check(Verdict.NOT_LOOKED_AT, subject, sentence);
    }

    static Check of(boolean isGood, String subject, String good, String bad) {
        return isGood ? good(subject, good) : bad(subject, bad);
    }

    boolean isBad() {
        return verdict == Verdict.BAD || isUnmendable();
    }

    boolean isUnmendable() {
        return verdict == Verdict.UNMENDABLE;
    }
}
