package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.RungeKuttaStep;

/**
 * A function that keeps the linearization of each of its evaluations until a step takes it. What no accepted step
 * takes, the evaluations of rejected steps, is freed at the next accepted one.
 */
final class RecordedEvaluations<S> implements OdeFunction<S>, AutoCloseable {

    private final DifferentiableOdeFunction<S> function;
    private final Map<Long, Linearization<S>> waiting = new HashMap<>();
    private Map<Long, Linearization<S>> ofPreviousStep = Map.of();
    private long evaluations;

    RecordedEvaluations(DifferentiableOdeFunction<S> function) {
        this.function = function;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        waiting.put(evaluations++, function.linearize(t, y, dydt));
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    /** The step with the linearizations of its stages. It owns them, but for one that the previous step shares. */
    DirectStep<S> take(RungeKuttaStep<S> step) {
        List<Linearization<S>> stages = new ArrayList<>();
        List<Linearization<S>> owned = new ArrayList<>();
        Map<Long, Linearization<S>> taken = new HashMap<>();
        for (long evaluation : step.evaluations()) {
            Linearization<S> linearization = waiting.remove(evaluation);
            if (linearization == null) {
                linearization = ofPreviousStep.get(evaluation);
            } else {
                owned.add(linearization);
            }
            stages.add(linearization);
            taken.put(evaluation, linearization);
        }
        close();
        ofPreviousStep = taken;
        return new DirectStep<>(step.tableau(), step.start(), step.end(), step.size(), stages, owned);
    }

    /** Frees what no step has taken. */
    @Override
    public void close() {
        waiting.values().forEach(Linearization::close);
        waiting.clear();
    }
}
