package org.odenet.solvers.multistep;

import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/**
 * The explicit Adams method, with one evaluation a step. It begins with steps of {@code rk4}, and its order grows with its
 * history, both as in torchdiffeq. Uneven steps have coefficients of their own.
 *
 * <p>Its region of stability shrinks with the order: on the negative real axis {@code |hλ|} must stay below 0.55 at order 3,
 * 0.3 at order 4, and halves with each order more. So {@code explicit_adams} is of order 4, while torchdiffeq's goes on to
 * 11 unless its {@code max_order} is 5; {@code new AdamsBashforth(11)} is that method.
 *
 * @param steps from how many derivatives a step is formed, from 1 to 12
 */
public record AdamsBashforth(int steps) implements Method {

    /** The order of the start. */
    private static final int START = 4;

    /**
     * Checks the number.
     *
     * @param steps from how many derivatives a step is formed
     * @throws IllegalArgumentException if it is not from 1 to 12
     */
    public AdamsBashforth {
        if (steps < 1 || steps > 12) {
            throw new IllegalArgumentException(
                    "an Adams-Bashforth method of " + steps + " steps was asked for; it must be from 1 to 12");
        }
    }

    @Override
    public String name() {
        return steps == START ? "explicit-adams" : "explicit-adams-" + steps;
    }

    /** The steps' own, but not more than that of the first step after the start allows. */
    @Override
    public int order() {
        return Math.min(steps, START);
    }

    @Override
    public int interpolationOrder() {
        return Math.min(steps, START - 1);
    }

    @Override
    public boolean hasErrorEstimate() {
        return false;
    }

    @Override
    public String citation() {
        return "Bashforth and Adams 1883, \"An attempt to test the theories of capillary action\"";
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new FixedAdamsStepper<>(problem, steps, false, order());
    }

    @Override
    public String toString() {
        return name();
    }
}
