package org.odenet.core.ode;

/**
 * A continuous solution over one step.
 *
 * @param <S> the type of a state
 */
public interface Interpolant<S> extends AutoCloseable {

    /**
     * Where the step starts.
     *
     * @return the time
     */
    double start();

    /**
     * Where the step ends.
     *
     * @return the time
     */
    double end();

    /**
     * Evaluates the solution.
     *
     * @param t a time in the step
     * @param out the state, to be overwritten
     */
    void evaluate(double t, S out);

    /** Gives back its memory. */
    @Override
    void close();
}
