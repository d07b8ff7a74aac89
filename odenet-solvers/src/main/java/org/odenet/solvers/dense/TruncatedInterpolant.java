package org.odenet.solvers.dense;

import org.odenet.core.ode.Interpolant;

/**
 * The part of a step's continuous solution before an event.
 *
 * @param whole that of the whole step
 * @param end where the event happened
 * @param <S> the type of a state
 */
public record TruncatedInterpolant<S>(Interpolant<S> whole, double end) implements Interpolant<S> {

    @Override
    public double start() {
        return whole.start();
    }

    @Override
    public void evaluate(double t, S out) {
        whole.evaluate(t, out);
    }

    @Override
    public void close() {
        whole.close();
    }
}
