package org.odenet.core.ode;

import java.util.Arrays;

/**
 * The samples of a batch that a function is evaluated on: which they are, and at which time each is. Where samples take
 * steps of their own, some are done before others and are left out from then on; those that are left are in no
 * particular order.
 */
public final class Samples {

    private final int count;
    private final int[] indices;
    private final double[] times;

    /**
     * Some of a batch's samples; for solvers.
     *
     * @param count how many
     * @param indices the number of each in the batch, at least {@code count} entries, shared and not copied
     * @param times the time of each, at least {@code count} entries, shared and not copied
     * @throws IllegalArgumentException if an array is shorter
     */
    public Samples(int count, int[] indices, double[] times) {
        if (count < 1 || indices.length < count || times.length < count) {
            throw new IllegalArgumentException(count + " samples with " + indices.length + " numbers and "
                    + times.length + " times; there must be at least one sample, with a number and a time for each");
        }
        this.count = count;
        this.indices = indices;
        this.times = times;
    }

    /**
     * The whole batch.
     *
     * @param times the time of each sample
     * @return samples 0, 1, …, as many as there are times
     * @throws IllegalArgumentException if there are none
     */
    public static Samples at(double... times) {
        int[] indices = new int[times.length];
        Arrays.setAll(indices, i -> i);
        return new Samples(times.length, indices, times.clone());
    }

    /**
     * How many samples there are: the rows of the states that come with them.
     *
     * @return the number of samples
     */
    public int count() {
        return count;
    }

    /**
     * The time of the sample in a row.
     *
     * @param row the row in the states, from 0
     * @return its time
     */
    public double time(int row) {
        return times[row];
    }

    /**
     * Which sample of the batch is in a row, for what the function knows about each.
     *
     * @param row the row in the states, from 0
     * @return its number in the batch, from 0
     */
    public int index(int row) {
        return indices[row];
    }

    /**
     * The times of all.
     *
     * @return a copy
     */
    public double[] times() {
        return Arrays.copyOf(times, count);
    }

    @Override
    public String toString() {
        return "samples " + Arrays.toString(Arrays.copyOf(indices, count)) + " at t=" + Arrays.toString(times());
    }
}
