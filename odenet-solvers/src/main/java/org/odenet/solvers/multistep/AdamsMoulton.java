package org.odenet.solvers.multistep;

import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/**
 * The predictor–corrector method of Adams, Bashforth and Moulton (PECE), of order 4, with two evaluations a step: the step
 * is predicted by the explicit method of order 3, evaluated, corrected by the implicit one of order 4, and the derivative
 * at the corrected end is the next step's first. It begins with two steps of {@code rk4}. Uneven steps have coefficients of
 * their own.
 *
 * <p>torchdiffeq's {@code implicit_adams} iterates the corrector instead, and lets the order grow to 12.
 */
public record AdamsMoulton() implements Method {

    private static final int ORDER = 4;

    @Override
    public String name() {
        return "implicit-adams";
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public int interpolationOrder() {
        return ORDER - 1;
    }

    @Override
    public boolean hasErrorEstimate() {
        return false;
    }

    @Override
    public String citation() {
        return "Moulton 1926, \"New methods in exterior ballistics\"";
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new FixedAdamsStepper<>(problem, ORDER - 1, true, ORDER);
    }

    @Override
    public String toString() {
        return name();
    }
}
