package org.odenet.core.nn;

import java.util.Arrays;

/** The times that the samples of a batch are at: one for all, or one for each. */
public final class Times {

    private final double common;
    private final double[] each;

    private Times(double common, double[] each) {
        this.common = common;
        this.each = each;
    }

    /**
     * The same time for all samples.
     *
     * @param time the time
     * @return the times
     */
    public static Times ofAll(double time) {
        return new Times(time, null);
    }

    /**
     * A time for each sample.
     *
     * @param times the times, not copied
     * @return the times
     */
    public static Times ofEach(double... times) {
        return new Times(Double.NaN, times);
    }

    /**
     * Whether all samples are at the same time, by construction.
     *
     * @return false if each has one of its own
     */
    public boolean areCommon() {
        return each == null;
    }

    /**
     * The time of all samples.
     *
     * @return the time
     * @throws IllegalStateException if each has one of its own
     */
    public double common() {
        if (each != null) {
            throw new IllegalStateException(
                    each.length + " samples have times of their own, and a layer asked for the one"
                            + " time of all; make it use LayerContext.times(), or solve the batch with common steps");
        }
        return common;
    }

    /**
     * The times of a batch's samples.
     *
     * @param samples the size of the batch
     * @return a time for each, not to be changed
     * @throws IllegalArgumentException if there are other times, for a batch of another size
     */
    public double[] each(long samples) {
        if (each == null) {
            double[] same = new double[Math.toIntExact(samples)];
            Arrays.fill(same, common);
            return same;
        }
        if (each.length != samples) {
            throw new IllegalArgumentException("there are " + each.length + " times for a batch of " + samples
                    + " samples; give one for each, or one for all");
        }
        return each;
    }

    /** The times of a part of the batch. */
    Times part(long from, long to) {
        return each == null ? this : ofEach(Arrays.copyOfRange(each, (int) from, (int) to));
    }
}
