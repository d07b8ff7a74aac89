package org.odenet.solvers;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.OdeFunction;

/** Notes when a function is evaluated. */
final class RecordingFunction<S> implements OdeFunction<S> {

    private final OdeFunction<S> function;
    private final List<Double> times = new ArrayList<>();

    RecordingFunction(OdeFunction<S> function) {
        this.function = function;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        times.add(t);
        function.evaluate(t, y, dydt);
    }

    List<Double> times() {
        return times;
    }

    int evaluations() {
        return times.size();
    }
}
