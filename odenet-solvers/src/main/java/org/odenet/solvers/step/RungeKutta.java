package org.odenet.solvers.step;

import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.Stability;

/**
 * A Runge–Kutta method.
 *
 * @param tableau its coefficients
 */
public record RungeKutta(ButcherTableau tableau) implements Method {

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
        return Stability.limit(tableau);
    }

    @Override
    public String citation() {
        return tableau.citation();
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new ExplicitStepper<>(tableau, problem);
    }

    @Override
    public String toString() {
        return name();
    }
}
