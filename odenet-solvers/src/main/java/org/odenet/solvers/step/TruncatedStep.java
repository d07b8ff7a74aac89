package org.odenet.solvers.step;

import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.dense.TruncatedInterpolant;

/**
 * The part of a step before an event.
 *
 * @param whole the step
 * @param end where the event happened
 * @param finalState the state there
 * @param <S> the type of a state
 */
public record TruncatedStep<S>(Step<S> whole, double end, S finalState) implements Step<S> {

    @Override
    public double start() {
        return whole.start();
    }

    @Override
    public double size() {
        return end - whole.start();
    }

    @Override
    public double error() {
        return whole.error();
    }

    @Override
    public S initialState() {
        return whole.initialState();
    }

    @Override
    public void evaluate(double t, S out) {
        whole.evaluate(t, out);
    }

    @Override
    public Interpolant<S> interpolant() {
        return new TruncatedInterpolant<>(whole.interpolant(), end);
    }

    @Override
    public VectorSpace<S> space() {
        return whole.space();
    }
}
