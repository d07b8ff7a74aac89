package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.implicit.StageEquations;
import org.odenet.solvers.implicit.StageSolver;
import org.odenet.solvers.implicit.StageSolvers;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * Takes the steps of an implicit Runge–Kutta method. Stages that depend on earlier ones and on themselves are solved for
 * one after the other, and others together. The derivatives k are the unknowns: what the function gives at the states that
 * they lead to would magnify the error left in them where the problem is stiff.
 */
final class ImplicitStepper<S> implements Stepper<S>, StepStages<S> {

    private static final double CAREFUL = 1.5;
    private static final double[] ONE = {1};

    private final ButcherTableau tableau;
    private final StepProblem<S> problem;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final RungeKuttaAlgebra<S> algebra;
    private final StageSolvers choice;
    private final StageEquations<S> equations;
    private final StageGuess<S> guess;
    private final List<S> stages = new ArrayList<>();
    private final boolean startsExplicitly;
    private final double[][] coefficients;
    private final double[] times;
    private final double[] errorWeights;
    private final S base;
    private final S estimate;
    private final S startDerivative;
    private StageSolver<S> solver;
    private boolean startKnown;
    private boolean solved;
    private List<S> unknowns = List.of();
    private boolean rejectedBefore = true;
    private boolean failedBefore;

    // The last attempt.
    private double start;
    private double end;
    private double size;
    private double error;
    private S initialState;
    private S finalState;

    ImplicitStepper(ButcherTableau tableau, StageSolvers choice, StepProblem<S> problem) {
        this.tableau = tableau;
        this.choice = choice;
        this.problem = problem;
        this.function = problem.function();
        this.space = problem.space();
        this.algebra = new RungeKuttaAlgebra<>(tableau, space);
        OdeFunction<S> counted = function.withDerivatives();
        this.equations = new StageEquations<>(counted, space, problem.tolerances());
        this.startsExplicitly = isExplicit(0);
        int together = tableau.isDiagonallyImplicit() ? 1 : tableau.stages() - (startsExplicitly ? 1 : 0);
        this.coefficients = new double[together][together];
        this.times = new double[together];
        this.errorWeights = new double[tableau.stages()];
        this.base = space.create();
        this.estimate = space.create();
        for (int i = 0; i < tableau.stages(); i++) {
            stages.add(space.create());
        }
        this.guess = new StageGuess<>(tableau, space);
        this.startDerivative = startsExplicitly ? null : space.create();
    }

    private boolean isExplicit(int stage) {
        for (int j = stage; j < tableau.stages(); j++) {
            if (tableau.a(stage, j) != 0) {
                return false;
            }
        }
        return true;
    }

    /** One for each stage at least. */
    @Override
    public int cost() {
        return tableau.stages() - (startsExplicitly && startKnown ? 1 : 0);
    }

    @Override
    public S derivative(double t, S y) {
        S derivative = startsExplicitly ? stages.get(0) : startDerivative;
        if (!startKnown) {
            function.evaluate(t, y, derivative);
            startKnown = true;
        }
        return derivative;
    }

    @Override
    public double attempt(double t, double stepEnd, double h, S y, S next) {
        start = t;
        end = stepEnd;
        size = h;
        initialState = y;
        finalState = next;
        if (solver == null) {
            solver = choice.create(space, y);
        }
        equations.begin(t, y);
        solved = tableau.isDiagonallyImplicit() ? solveOneByOne() : solveTogether();
        if (solved) {
            algebra.finalState(y, h, stages, next);
        }
        error = solved ? measureError() : failure();
        rejectedBefore = !(error <= 1);
        failedBefore |= !solved;
        return error;
    }

    private boolean solveOneByOne() {
        for (int i = 0; i < stages.size(); i++) {
            if (i == 0 && startsExplicitly) {
                derivative(start, initialState);
                continue;
            }
            algebra.stageState(i, initialState, size, stages, base);
            if (isExplicit(i)) {
                function.evaluate(algebra.stageTime(i, start, end), base, stages.get(i));
                continue;
            }
            guess.form(i, stages, size, startKnown && !startsExplicitly ? startDerivative : null);
            times[0] = algebra.stageTime(i, start, end);
            coefficients[0][0] = size * tableau.a(i, i);
            equations.pose(base, times, coefficients);
            unknowns = stages.subList(i, i + 1);
            if (!solver.solve(equations, unknowns)) {
                return false;
            }
        }
        return true;
    }

    private boolean solveTogether() {
        int first = startsExplicitly ? 1 : 0;
        if (startsExplicitly) {
            derivative(start, initialState);
        }
        for (int i = 0; i < times.length; i++) {
            guess.form(first + i, stages, size, startKnown && !startsExplicitly ? startDerivative : null);
            times[i] = algebra.stageTime(first + i, start, end);
            for (int j = 0; j < times.length; j++) {
                coefficients[i][j] = size * tableau.a(first + i, first + j);
            }
        }
        equations.pose(initialState, times, coefficients);
        unknowns = stages.subList(first, stages.size());
        return solver.solve(equations, unknowns);
    }

    /** A smaller step helps, unless the function fails at the start already. */
    private double failure() {
        boolean hopeless =
                problem.tolerances() == null || startKnown && !space.isFinite(derivative(start, initialState));
        return hopeless ? Double.NaN : Double.POSITIVE_INFINITY;
    }

    private double measureError() {
        if (problem.tolerances() == null) {
            return space.isFinite(finalState) ? 0 : Double.NaN;
        }
        double norm = tableau.errorFilter() == 0
                ? algebra.errorNorm(size, stages, initialState, finalState, problem.tolerances())
                : smoothedError();
        return Double.isFinite(norm) ? norm : failure();
    }

    /** In stiff components the plain estimate would be far too large. */
    private double smoothedError() {
        double scale = size * tableau.errorFilter();
        for (int i = 0; i < errorWeights.length; i++) {
            errorWeights[i] = size * tableau.error(i);
        }
        space.combine(estimate, null, errorWeights, stages);
        solver.smooth(equations, scale, estimate);
        double norm = estimateNorm();
        if (norm >= 1 && rejectedBefore && estimatesWithStart()) {
            smoothAgain(scale);
            norm = estimateNorm();
        }
        return norm;
    }

    private double estimateNorm() {
        return space.errorNorm(ONE, List.of(estimate), initialState, finalState, problem.tolerances());
    }

    /** Whether the derivative at the start serves the estimate alone, as in Radau IIA methods. */
    private boolean estimatesWithStart() {
        return startsExplicitly && tableau.b(0) == 0 && tableau.error(0) != 0;
    }

    /**
     * The estimate with {@code f(t, y + estimate)} in place of {@code f(t, y)}, which is right where the problem is very
     * stiff; it costs an evaluation (Hairer and Wanner II, section IV.8, equation 8.20).
     */
    private void smoothAgain(double scale) {
        space.combine(base, initialState, ONE, List.of(estimate));
        function.evaluate(start, base, estimate);
        double[] weight = {errorWeights[0]};
        errorWeights[0] = 0;
        space.combine(base, null, errorWeights, stages);
        space.combine(base, base, weight, List.of(estimate));
        space.copy(base, estimate);
        solver.smooth(equations, scale, estimate);
    }

    @Override
    public Outcome obstacle() {
        if (startKnown && !space.isFinite(derivative(start, initialState))) {
            return Outcome.NON_FINITE_DERIVATIVE;
        }
        return solved ? Outcome.NON_FINITE_STATE : equations.obstacle(unknowns);
    }

    @Override
    public int errorOrder() {
        return tableau.errorOrder();
    }

    /** Whoever has just failed with a larger step approaches that size with care. */
    @Override
    public double growthLimit() {
        return failedBefore ? Math.min(CAREFUL, solver.growthLimit()) : solver.growthLimit();
    }

    @Override
    public Step<S> step() {
        return new RungeKuttaStep<>(tableau, space, start, end, size, error, initialState, finalState, this);
    }

    @Override
    public List<S> ofInterpolation() {
        return Collections.unmodifiableList(stages);
    }

    /** The last of all, as none alone gave a stage. */
    @Override
    public long[] evaluations() {
        long[] evaluations = new long[stages.size()];
        Arrays.fill(evaluations, function.evaluations() - 1);
        return evaluations;
    }

    @Override
    public void accept() {
        solver.accept();
        failedBefore = false;
        startKnown = tableau.isFirstSameAsLast();
        guess.accept(stages, size);
        if (startKnown) {
            guess.passLastOn(stages);
        }
    }

    @Override
    public void restart() {
        startKnown = false;
        rejectedBefore = true;
        guess.restart();
        if (solver != null) {
            solver.restart();
        }
    }

    @Override
    public void close() {
        space.release(base);
        space.release(estimate);
        space.release(startDerivative);
        stages.forEach(space::release);
        guess.close();
        equations.close();
        if (solver != null) {
            solver.close();
        }
    }
}
