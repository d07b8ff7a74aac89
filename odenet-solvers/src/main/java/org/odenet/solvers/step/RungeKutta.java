package org.odenet.solvers.step;

import org.odenet.solvers.implicit.StageSolvers;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.Stability;

/**
 * A Runge–Kutta method.
 *
 * @param tableau its coefficients
 * @param stageSolver how the equations of its stages are solved, if it is implicit
 */
public record RungeKutta(ButcherTableau tableau, StageSolvers stageSolver) implements Method {

    /**
     * Makes a method whose stages are solved for as suits the state.
     *
     * @param tableau its coefficients
     */
    public RungeKutta(ButcherTableau tableau) {
        this(tableau, StageSolvers.AUTOMATIC);
    }

    /**
     * Chooses how the equations of the stages are solved.
     *
     * @param choice the way
     * @return a changed copy
     * @throws IllegalArgumentException if the method is explicit
     */
    public RungeKutta withStageSolver(StageSolvers choice) {
        if (tableau.isExplicit()) {
            throw new IllegalArgumentException(
                    "the method '" + name() + "' is explicit; there is nothing for " + choice + " to solve");
        }
        return new RungeKutta(tableau, choice);
    }

    @Override
    public String name() {
        return tableau.name();
    }

    @Override
    public int order() {
        return tableau.order();
    }

    @Override
    public int interpolationOrder() {
        return tableau.interpolationOrder();
    }

    @Override
    public boolean hasErrorEstimate() {
        return tableau.hasErrorEstimate();
    }

    @Override
    public double stabilityLimit() {
        return tableau.isExplicit() ? Stability.limit(tableau) : Double.POSITIVE_INFINITY;
    }

    @Override
    public String citation() {
        return tableau.citation();
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return tableau.isExplicit()
                ? new ExplicitStepper<>(tableau, problem)
                : new ImplicitStepper<>(tableau, stageSolver, problem);
    }

    @Override
    public String toString() {
        return name();
    }
}
