package org.odenet.core.ode;

import java.util.Arrays;

/**
 * The interval of a solve, forward or backward in time, and the times at which the solution is observed.
 *
 * @param start the time of the initial state
 * @param end the time of the final state; may lie before the start
 * @param observations the observed times in the order of integration, the last of them {@code end}
 * @param discontinuities times at which the right-hand side is not smooth, in the order of integration
 */
public record TimeSpan(double start, double end, double[] observations, double[] discontinuities) {

    /**
     * Checks the times.
     *
     * @param start the time of the initial state
     * @param end the time of the final state; may lie before the start
     * @param observations the observed times in the order of integration, the last of them {@code end}
     * @param discontinuities times at which the right-hand side is not smooth, in the order of integration
     * @throws IllegalArgumentException if a time is not finite, the interval has no length, or the times are not
     *     strictly ordered from the start to the end
     */
    public TimeSpan {
        requireFinite("start", start);
        requireFinite("end", end);
        if (start == end) {
            throw new IllegalArgumentException(
                    "the interval [" + start + ", " + end + "] has no length; the end must differ from the start");
        }
        observations = observations.clone();
        discontinuities = discontinuities.clone();
        requireOrdered("observed time", observations, start, end);
        requireOrdered("discontinuity", discontinuities, start, end);
        double last = observations.length == 0 ? start : observations[observations.length - 1];
        if (last != end) {
            throw new IllegalArgumentException(
                    "the last observed time is " + last + "; it must be the end " + end + " of the interval");
        }
    }

    /**
     * An interval of a right-hand side that is smooth.
     *
     * @param start the time of the initial state
     * @param end the time of the final state; may lie before the start
     * @param observations the observed times in the order of integration, the last of them {@code end}
     */
    public TimeSpan(double start, double end, double[] observations) {
        this(start, end, observations, new double[0]);
    }

    private static void requireOrdered(String what, double[] times, double start, double end) {
        double direction = Math.signum(end - start);
        double previous = start;
        for (int i = 0; i < times.length; i++) {
            if (!((times[i] - previous) * direction > 0)) {
                throw new IllegalArgumentException(what + " " + i + " is " + times[i] + " after " + previous
                        + "; the times must run strictly from the start " + start + " to the end " + end
                        + " of the interval, without the start");
            }
            previous = times[i];
        }
        if ((previous - end) * direction > 0) {
            throw new IllegalArgumentException("the last " + what + " is " + previous + ", beyond the end " + end);
        }
    }

    private static void requireFinite(String name, double time) {
        if (!Double.isFinite(time)) {
            throw new IllegalArgumentException("the " + name + " of the interval is " + time + "; it must be finite");
        }
    }

    /**
     * An interval whose end alone is observed.
     *
     * @param start the time of the initial state
     * @param end the time of the final state
     * @return the interval
     */
    public static TimeSpan of(double start, double end) {
        return new TimeSpan(start, end, new double[] {end});
    }

    /**
     * The same interval, observed at some times and at its end.
     *
     * @param times times in the order of integration, strictly between the start and the end; the end may be given too
     * @return the interval with these observations
     */
    public TimeSpan observedAt(double... times) {
        boolean endGiven = times.length > 0 && times[times.length - 1] == end;
        double[] observed = endGiven ? times : Arrays.copyOf(times, times.length + 1);
        observed[observed.length - 1] = end;
        return new TimeSpan(start, end, observed, discontinuities);
    }

    /**
     * The same interval with a right-hand side that is not smooth at some times, where it may jump. A solver ends a step
     * just before each and goes on just behind it, each by one unit of the resolution of time: the right-hand side is not
     * evaluated at the time itself, whose value may belong to either side. At the end of the interval, and within one unit
     * of it, a discontinuity is none, as no step follows it: there the right-hand side is evaluated.
     *
     * @param times times in the order of integration, strictly after the start, not beyond the end
     * @return the interval with these discontinuities
     */
    public TimeSpan withDiscontinuities(double... times) {
        return new TimeSpan(start, end, observations, times);
    }

    /**
     * The times at which the right-hand side is not smooth.
     *
     * @return a copy
     */
    @Override
    public double[] discontinuities() {
        return discontinuities.clone();
    }

    /**
     * The observed times.
     *
     * @return a copy
     */
    @Override
    public double[] observations() {
        return observations.clone();
    }

    /**
     * The signed length.
     *
     * @return {@code end - start}
     */
    public double length() {
        return end - start;
    }

    /**
     * Whether a time lies in the closed interval.
     *
     * @param t the time
     * @return true if it does
     */
    public boolean contains(double t) {
        return Math.min(start, end) <= t && t <= Math.max(start, end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeSpan span
                && start == span.start
                && end == span.end
                && Arrays.equals(observations, span.observations)
                && Arrays.equals(discontinuities, span.discontinuities);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(observations) * 31 + Double.hashCode(start);
    }

    @Override
    public String toString() {
        return "TimeSpan[" + start + ", " + end + ", observed at " + Arrays.toString(observations)
                + (discontinuities.length == 0 ? "" : ", not smooth at " + Arrays.toString(discontinuities)) + "]";
    }
}
