package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/** Takes the steps of an explicit Runge–Kutta method. */
final class ExplicitStepper<S> implements Stepper<S> {

    private final ButcherTableau tableau;
    private final StepProblem<S> problem;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final RungeKuttaAlgebra<S> algebra;
    private final S stageState;
    private final List<S> stages = new ArrayList<>();
    private final long[] evaluationOf;
    private boolean firstStageKnown;

    // The last attempt.
    private double start;
    private double end;
    private double size;
    private double error;
    private S initialState;
    private S finalState;

    ExplicitStepper(ButcherTableau tableau, StepProblem<S> problem) {
        this.tableau = tableau;
        this.problem = problem;
        this.function = problem.function();
        this.space = problem.space();
        this.algebra = new RungeKuttaAlgebra<>(tableau, space);
        this.evaluationOf = new long[tableau.stages()];
        this.stageState = space.create();
        for (int i = 0; i < tableau.stages(); i++) {
            stages.add(space.create());
        }
    }

    @Override
    public int cost() {
        return tableau.stages() - (firstStageKnown ? 1 : 0);
    }

    @Override
    public S derivative(double t, S y) {
        if (!firstStageKnown) {
            evaluateStage(0, t, y);
            firstStageKnown = true;
        }
        return stages.get(0);
    }

    @Override
    public double attempt(double t, double stepEnd, double h, S y, S next) {
        start = t;
        end = stepEnd;
        size = h;
        initialState = y;
        finalState = next;
        evaluateStages();
        if (!tableau.isFirstSameAsLast()) {
            algebra.finalState(y, h, stages, next);
        }
        error = measureError();
        return error;
    }

    private void evaluateStages() {
        derivative(start, initialState);
        for (int i = 1; i < stages.size(); i++) {
            boolean isResult = i == stages.size() - 1 && tableau.isFirstSameAsLast();
            S state = isResult ? finalState : stageState;
            algebra.stageState(i, initialState, size, stages, state);
            evaluateStage(i, algebra.stageTime(i, start, end), state);
        }
    }

    private void evaluateStage(int stage, double time, S state) {
        evaluationOf[stage] = function.evaluations();
        function.evaluate(time, state, stages.get(stage));
    }

    private double measureError() {
        if (problem.tolerances() == null) {
            return space.isFinite(finalState) ? 0 : Double.NaN;
        }
        double norm =
                space.errorNorm(algebra.errorWeights(size), stages, initialState, finalState, problem.tolerances());
        if (Double.isFinite(norm)) {
            return norm;
        }
        return space.isFinite(stages.get(0)) ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    @Override
    public Outcome obstacle() {
        boolean derivatives = stages.stream().allMatch(space::isFinite);
        return derivatives ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE;
    }

    @Override
    public int errorOrder() {
        return tableau.order();
    }

    @Override
    public Step<S> step() {
        return new RungeKuttaStep<>(
                tableau,
                space,
                start,
                end,
                size,
                error,
                initialState,
                finalState,
                List.copyOf(stages),
                evaluationOf.clone());
    }

    @Override
    public void accept() {
        firstStageKnown = tableau.isFirstSameAsLast();
        if (firstStageKnown) {
            int last = stages.size() - 1;
            Collections.swap(stages, 0, last);
            evaluationOf[0] = evaluationOf[last];
        }
    }

    @Override
    public void restart() {
        firstStageKnown = false;
    }

    @Override
    public void close() {
        space.release(stageState);
        stages.forEach(space::release);
    }
}
