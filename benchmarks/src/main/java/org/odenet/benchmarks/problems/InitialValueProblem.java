package org.odenet.benchmarks.problems;

import org.odenet.core.ode.OdeFunction;

/**
 * An initial value problem that starts at time 0.
 *
 * @param name a short name
 * @param function the right-hand side
 * @param start the state at the start
 * @param end the end of the interval
 * @param absoluteScale what the absolute tolerance is in units of the relative one: the size below which a component needs
 *     no relative accuracy
 * @param known the state at the end, or null if it is not known from elsewhere
 */
public record InitialValueProblem(
        String name, OdeFunction<double[]> function, double[] start, double end, double absoluteScale, double[] known) {

    /**
     * A problem whose end is not known from elsewhere, with components of the size of 1.
     *
     * @param name a short name
     * @param function the right-hand side
     * @param start the state at the start
     * @param end the end of the interval
     */
    public InitialValueProblem(String name, OdeFunction<double[]> function, double[] start, double end) {
        this(name, function, start, end, 1, null);
    }

    /**
     * The error of a state at the end: the largest of all components, each in units of its own size and the absolute
     * scale, so that its logarithm counts correct digits.
     *
     * @param state a state at the end
     * @param exact the exact one
     * @return the error, NaN if a component is
     */
    public double error(double[] state, double[] exact) {
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(state[i] - exact[i]) / (absoluteScale + Math.abs(exact[i])));
        }
        return largest;
    }

    @Override
    public String toString() {
        return name;
    }
}
