package zomg.model.box;

import zomg.error.InvalidInput;

/** A share of processors, in thousandths of one. */
public record Cpus(int thousandths) {

    private static final int MIN = 10;
    private static final int MAX = 1_024_000;

    public Cpus {
        if (thousandths < MIN || thousandths > MAX) {
            throw InvalidInput.field("cpus", "must be from 0.01 to 1024");
        }
    }

    /** From whole processors, rounded to thousandths. */
    public static Cpus of(double processors) {
        double thousandths = Math.rint(processors * 1000);
        return new Cpus(
                thousandths >= MIN && thousandths <= MAX ? (int) thousandths : Integer.MIN_VALUE);
    }

    public double processors() {
        return thousandths / 1000.0;
    }
}
