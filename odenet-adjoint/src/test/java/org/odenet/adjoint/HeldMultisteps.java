package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.StagedStep;

/** Steps with memory, taken again by what they tell of themselves, which is checked against the solver's own states. */
record HeldMultisteps(List<HeldStep> steps, double[] observations) implements Differentiated.Held {

    static HeldMultisteps of(OdeSolver solver, TestFunction function, TimeSpan span) {
        List<HeldStep> steps = new ArrayList<>();
        OdeSolution<double[]> solution = solver.solve(
                function,
                function.initialState(),
                span,
                SolveOptions.<double[]>defaults()
                        .withListener(step -> steps.add(HeldStep.of((StagedStep<double[]>) step))));
        HeldMultisteps held = new HeldMultisteps(steps, span.observations());
        List<double[]> states = held.states(function, function.initialState());
        for (int k = 0; k < states.size(); k++) {
            assertThat(states.get(k)).containsExactly(solution.states().get(k), within(1e-13));
        }
        return held;
    }

    @Override
    public double loss(TestFunction function, double[] initialState, List<double[]> weights) {
        List<double[]> states = states(function, initialState);
        double loss = 0;
        for (int k = 0; k < states.size(); k++) {
            loss += Differentiated.product(weights.get(k), states.get(k));
        }
        return loss;
    }

    private List<double[]> states(TestFunction function, double[] initialState) {
        Map<Long, double[]> stages = new HashMap<>();
        List<double[]> states = new ArrayList<>();
        double[] y = initialState;
        for (HeldStep step : steps) {
            long[] numbers = step.evaluations();
            for (int i = step.weights().earlier(); i < numbers.length; i++) {
                double[] derivative = new double[y.length];
                double[] state = sum(y, step.weights().ofStage(i), numbers, i, stages);
                function.evaluate(step.weights().time(i), state, derivative);
                stages.put(numbers[i], derivative);
            }
            while (states.size() < observations.length && reaches(step, observations[states.size()])) {
                double time = observations[states.size()];
                double theta = time == step.end() ? 1 : (time - step.start()) / step.size();
                states.add(sum(y, step.weights().ofInside(theta), numbers, numbers.length, stages));
            }
            if (step.handedOn() != 0) {
                double[] zero = new double[y.length];
                double[] weights = step.weights().ofHandedOn();
                stages.put(step.handedOn(), sum(zero, weights, numbers, numbers.length, stages));
            }
            y = sum(y, step.weights().ofEnd(), numbers, numbers.length, stages);
        }
        return states;
    }

    private static boolean reaches(HeldStep step, double time) {
        return (time - step.end()) * step.size() <= 0;
    }

    private static double[] sum(double[] y, double[] weights, long[] numbers, int count, Map<Long, double[]> stages) {
        double[] sum = y.clone();
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[j] * stages.get(numbers[j])[i];
            }
        }
        return sum;
    }
}
