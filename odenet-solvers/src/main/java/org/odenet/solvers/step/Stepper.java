package org.odenet.solvers.step;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;

/**
 * A method at work in one solve: it tries one step at a time, and holds the memory that this takes.
 *
 * @param <S> the type of a state
 */
public interface Stepper<S> extends AutoCloseable {

    /**
     * How many evaluations the next attempt takes at least: exactly as many, unless the method iterates.
     *
     * @return the number
     */
    int cost();

    /**
     * The derivative where the next step starts. Evaluated only if it is not known from the last step.
     *
     * @param t the time
     * @param y the state
     * @return the stepper's own state
     */
    S derivative(double t, S y);

    /**
     * Tries a step.
     *
     * @param t where it starts
     * @param end where it ends
     * @param h its size, {@code end - t} before rounding
     * @param y the state at the start, not changed
     * @param next overwritten with the state at the end
     * @return the size of the error in units of the tolerances, 0 where the steps are fixed; infinite if the attempt failed
     *     but a smaller step may not; NaN if a smaller step would not help
     */
    double attempt(double t, double end, double h, S y, S next);

    /**
     * Why the last attempt failed, if its error was not finite.
     *
     * @return the outcome of a solve that ends with it
     */
    Outcome obstacle();

    /**
     * The order in which the error of the last attempt shrinks with the step, for the choice of the next size.
     *
     * @return the order of the method, unless it varies
     */
    int errorOrder();

    /**
     * How much larger the next step may be than the last attempt, whatever the error says.
     *
     * @return a factor, infinite unless the method has equations to solve
     */
    default double growthLimit() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * The last attempt.
     *
     * @return the step, valid until the next call of another method
     */
    Step<S> step();

    /** Makes the last attempt a step of the solution: the next one starts at its end. */
    void accept();

    /** Forgets what is known of the solution so far: the next step starts from another state or at a discontinuity. */
    void restart();

    /** Gives back its memory. */
    @Override
    void close();
}
