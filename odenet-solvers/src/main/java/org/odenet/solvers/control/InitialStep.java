package org.odenet.solvers.control;

import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/** The first step of an adaptive solve (Hairer, Nørsett and Wanner I, section II.4, p. 169). */
public final class InitialStep {

    private static final double[] ONE = {1};
    private static final double[] DIFFERENCE = {-1, 1};

    private InitialStep() {}

    /**
     * Estimates the first step from the function at the start and one Euler step on. Costs one evaluation.
     *
     * @param function the right-hand side
     * @param space the space
     * @param t the start
     * @param direction 1 forward in time, -1 backward
     * @param y the state at the start
     * @param dydt the derivative at the start, finite
     * @param order the order of the method
     * @param tolerances the tolerances
     * @param limit the largest distance at which the function may be evaluated
     * @param <S> the type of a state
     * @return the size of the first step, without sign
     */
    public static <S> double estimate(
            OdeFunction<S> function,
            VectorSpace<S> space,
            double t,
            double direction,
            S y,
            S dydt,
            int order,
            Tolerances tolerances,
            double limit) {
        double d0 = space.errorNorm(ONE, List.of(y), y, y, tolerances);
        double d1 = space.errorNorm(ONE, List.of(dydt), y, y, tolerances);
        double h0 = trial(d0, d1, limit);
        S trial = space.create();
        S derivative = space.create();
        try {
            space.combine(trial, y, new double[] {direction * h0}, List.of(dydt));
            function.evaluate(t + direction * h0, trial, derivative);
            double d2 = space.errorNorm(DIFFERENCE, List.of(dydt, derivative), y, y, tolerances) / h0;
            return size(h0, d1, d2, order);
        } finally {
            space.release(trial);
            space.release(derivative);
        }
    }

    /**
     * The size of the Euler step that is tried.
     *
     * @param d0 the norm of the state at the start
     * @param d1 the norm of the derivative there
     * @param limit the largest distance at which the function may be evaluated
     * @return the size of the trial
     */
    public static double trial(double d0, double d1, double limit) {
        return Math.min(limit, d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1);
    }

    /**
     * The size of the first step.
     *
     * @param h0 the size of the trial
     * @param d1 the norm of the derivative at the start
     * @param d2 the norm of the second derivative there, as the trial estimates it
     * @param order the order of the method
     * @return the size of the first step, without sign
     */
    public static double size(double h0, double d1, double d2, int order) {
        double h1 =
                d1 <= 1e-15 && d2 <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : Math.pow(0.01 / Math.max(d1, d2), 1.0 / order);
        // Where the trial left the function's domain, the distance of the trial is large enough.
        return h1 > 0 ? Math.min(100 * h0, h1) : h0;
    }
}
