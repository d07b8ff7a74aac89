package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/** Takes the steps of an explicit Runge–Kutta method. */
final class ExplicitStepper<S> implements Stepper<S>, StepStages<S> {

    private final ButcherTableau tableau;
    private final StepProblem<S> problem;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final RungeKuttaAlgebra<S> algebra;
    private final S stageState;
    private final List<S> all;
    private final List<S> stages;
    private final long[] evaluationOf;
    private int evaluated;
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
        this.evaluationOf = new long[tableau.interpolationStages()];
        this.stageState = space.create();
        // The extra stages get their memory when they are first wanted.
        this.all = new ArrayList<>(Collections.nCopies(tableau.interpolationStages(), null));
        this.stages = all.subList(0, tableau.stages());
        stages.replaceAll(none -> space.create());
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
        evaluated = stages.size();
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
        function.evaluate(time, state, all.get(stage));
    }

    @Override
    public List<S> ofInterpolation() {
        while (evaluated < all.size()) {
            if (all.get(evaluated) == null) {
                all.set(evaluated, space.create());
            }
            algebra.stageState(evaluated, initialState, size, all.subList(0, evaluated), stageState);
            evaluateStage(evaluated, algebra.stageTime(evaluated, start, end), stageState);
            evaluated++;
        }
        return Collections.unmodifiableList(all);
    }

    @Override
    public long[] evaluations() {
        return Arrays.copyOf(evaluationOf, evaluated);
    }

    private double measureError() {
        if (problem.tolerances() == null) {
            return space.isFinite(finalState) ? 0 : Double.NaN;
        }
        double norm = algebra.errorNorm(size, stages, initialState, finalState, problem.tolerances());
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
        return new RungeKuttaStep<>(tableau, space, start, end, size, error, initialState, finalState, this);
    }

    @Override
    public void accept() {
        int atEnd = tableau.stageAtEnd();
        firstStageKnown = atEnd >= 0 && atEnd < evaluated;
        if (firstStageKnown) {
            Collections.swap(all, 0, atEnd);
            evaluationOf[0] = evaluationOf[atEnd];
        }
    }

    @Override
    public void restart() {
        firstStageKnown = false;
    }

    @Override
    public void close() {
        space.release(stageState);
        all.forEach(space::release);
    }
}
