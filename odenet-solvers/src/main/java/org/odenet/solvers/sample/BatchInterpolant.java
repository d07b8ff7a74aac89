package org.odenet.solvers.sample;

import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.TimeSpan;

/** All steps of all samples as if they were one. */
record BatchInterpolant<S>(BatchSolution<S> solution, TimeSpan span) implements Interpolant<S> {

    @Override
    public double start() {
        return span.start();
    }

    @Override
    public double end() {
        return span.end();
    }

    @Override
    public void evaluate(double t, S out) {
        solution.at(t, out);
    }

    @Override
    public void close() {
        solution.closeInterpolants();
    }
}
