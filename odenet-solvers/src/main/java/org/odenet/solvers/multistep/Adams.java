package org.odenet.solvers.multistep;

import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/**
 * The Adams method of variable step and order, from 1 to 12, as a predictor–corrector (PECE) with local extrapolation: two
 * evaluations a step at any order, one for a rejected step. For smooth problems at tight tolerances, and where evaluations
 * are expensive.
 *
 * <p>With fixed steps there is no error to choose the order by: then it is {@link AdamsMoulton}.
 */
public record Adams() implements Method {

    @Override
    public String name() {
        return "adams";
    }

    /** That of the estimated error; the solution, which is extrapolated, is better by one. */
    @Override
    public int order() {
        return AdamsStepper.HIGHEST_ORDER;
    }

    @Override
    public int interpolationOrder() {
        return AdamsStepper.HIGHEST_ORDER;
    }

    @Override
    public boolean hasErrorEstimate() {
        return true;
    }

    @Override
    public String citation() {
        return "Shampine and Gordon 1975, \"Computer solution of ordinary differential equations\"";
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return problem.tolerances() == null ? new AdamsMoulton().stepper(problem) : new AdamsStepper<>(problem);
    }

    @Override
    public String toString() {
        return name();
    }
}
