package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/** Takes the steps of a solve again, of the same sizes and orders, from another state or with another function. */
final class StepReplay<S> {

    private final List<HeldStep> steps;
    private final OdeFunction<S> function;
    private final VectorSpace<S> space;
    private final Map<Long, Integer> lastUse = new HashMap<>();

    StepReplay(List<HeldStep> steps, OdeFunction<S> function, VectorSpace<S> space) {
        this.steps = steps;
        this.function = function;
        this.space = space;
        for (int n = 0; n < steps.size(); n++) {
            HeldStep step = steps.get(n);
            for (int i = 0; i < step.earlier(); i++) {
                lastUse.put(step.evaluations()[i], n);
            }
        }
    }

    /** The state at a time in the last step. */
    S stateAt(double time, S initialState) {
        Map<Long, S> known = new HashMap<>();
        S y = space.copyOf(initialState);
        S next = space.create();
        S stageState = space.create();
        try {
            for (int n = 0; n < steps.size(); n++) {
                HeldStep step = steps.get(n);
                List<S> stages = stages(step, y, stageState, known);
                boolean whole = n < steps.size() - 1 || time == step.end();
                double theta = (time - step.start()) / step.size();
                double[] weights =
                        whole ? step.weights().ofEnd() : step.weights().ofInside(theta);
                space.combine(next, y, weights, stages.subList(0, weights.length));
                handOn(step, stages, known);
                forget(n, known);
                S previous = y;
                y = next;
                next = previous;
            }
            return y;
        } finally {
            space.release(next);
            space.release(stageState);
            known.values().forEach(space::release);
        }
    }

    private List<S> stages(HeldStep step, S y, S stageState, Map<Long, S> known) {
        List<S> stages = new ArrayList<>();
        for (int i = 0; i < step.evaluations().length; i++) {
            if (i < step.earlier()) {
                stages.add(known.get(step.evaluations()[i]));
            } else {
                S stage = known.computeIfAbsent(step.evaluations()[i], number -> space.create());
                space.combine(stageState, y, step.weights().ofStage(i), stages);
                function.evaluate(step.weights().time(i), stageState, stage);
                stages.add(stage);
            }
        }
        return stages;
    }

    private void handOn(HeldStep step, List<S> stages, Map<Long, S> known) {
        if (step.handedOn() != 0) {
            S vector = space.create();
            space.combine(vector, null, step.weights().ofHandedOn(), stages);
            known.put(step.handedOn(), vector);
        }
    }

    /** What no later step uses. */
    private void forget(int n, Map<Long, S> known) {
        known.entrySet().removeIf(entry -> {
            boolean unused = lastUse.getOrDefault(entry.getKey(), -1) <= n;
            if (unused) {
                space.release(entry.getValue());
            }
            return unused;
        });
    }
}
