package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.Division;
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
    private final Division<S> division;
    private final List<StepPiece<S>> pieces = new ArrayList<>();
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
        this.division = function.counted().division(space);
        this.evaluationOf = new long[tableau.interpolationStages()];
        this.stageState = space.create();
        List<S> stageStates = division.piecesOf(stageState);
        for (int p = 0; p < division.pieces(); p++) {
            pieces.add(new StepPiece<>(tableau, problem, division.function(p), division.space(p), stageStates.get(p)));
        }
        // The extra stages get their memory when they are first wanted.
        this.all = new ArrayList<>(Collections.nCopies(tableau.interpolationStages(), null));
        this.stages = all.subList(0, tableau.stages());
        for (int i = 0; i < stages.size(); i++) {
            createStage(i);
        }
    }

    private void createStage(int stage) {
        S derivative = space.create();
        all.set(stage, derivative);
        List<S> derivatives = division.piecesOf(derivative);
        for (int p = 0; p < pieces.size(); p++) {
            pieces.get(p).setStage(stage, derivatives.get(p));
        }
    }

    @Override
    public int cost() {
        return tableau.stages() - (firstStageKnown ? 1 : 0);
    }

    @Override
    public S derivative(double t, S y) {
        if (!firstStageKnown) {
            begin(t, t, 0, y, y);
            evaluate(0, 1);
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
        begin(t, stepEnd, h, y, next);
        int from = firstStageKnown ? 1 : 0;
        long before = count(from, stages.size());
        division.forEach(p -> {
            pieces.get(p).evaluate(from, stages.size(), before);
            pieces.get(p).finish(pieces.size() == 1);
        });
        firstStageKnown = true;
        evaluated = stages.size();
        error = measureError();
        return error;
    }

    private void begin(double t, double stepEnd, double h, S y, S next) {
        List<S> initialStates = division.piecesOf(y);
        List<S> finalStates = division.piecesOf(next);
        for (int p = 0; p < pieces.size(); p++) {
            pieces.get(p).begin(t, stepEnd, h, initialStates.get(p), finalStates.get(p));
        }
    }

    private void evaluate(int from, int to) {
        long before = count(from, to);
        division.forEach(p -> pieces.get(p).evaluate(from, to, before));
    }

    /** Counts the evaluations of some stages; returns how many there were before. */
    private long count(int from, int to) {
        long before = function.evaluations();
        function.spend(to - from);
        for (int i = from; i < to; i++) {
            evaluationOf[i] = before + i - from;
        }
        return before;
    }

    @Override
    public List<S> ofInterpolation() {
        while (evaluated < all.size()) {
            if (all.get(evaluated) == null) {
                createStage(evaluated);
            }
            begin(start, end, size, initialState, finalState);
            evaluate(evaluated, evaluated + 1);
            evaluated++;
        }
        return Collections.unmodifiableList(all);
    }

    @Override
    public long[] evaluations() {
        return Arrays.copyOf(evaluationOf, evaluated);
    }

    private double measureError() {
        double norm = RungeKuttaAlgebra.ofEstimates(StepPiece.errors(pieces));
        if (Double.isFinite(norm) || problem.tolerances() == null) {
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
            pieces.forEach(piece -> piece.swapStages(0, atEnd));
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
