package org.odenet.solvers.reversible;

import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/**
 * The reversible Heun method, of order 2 with one evaluation a step. Beside the state y it carries a companion ŷ, at first
 * the same: {@code ŷ₁ = 2 y₀ - ŷ₀ + h f(t₀, ŷ₀)}, {@code y₁ = y₀ + h/2 (f(t₀, ŷ₀) + f(t₁, ŷ₁))}. From the end of a step the
 * same formulas with -h lead back to its start, so that gradients need no state but the last. Its error is estimated by the
 * difference from Euler's step.
 *
 * <p>It is stable for {@code hλ} on the imaginary axis from -i to i only: for smooth problems that do not damp strongly,
 * such as neural ODEs.
 */
public record ReversibleHeun() implements Method {

    @Override
    public String name() {
        return "reversible-heun";
    }

    @Override
    public int order() {
        return 2;
    }

    @Override
    public int interpolationOrder() {
        return 2;
    }

    @Override
    public boolean hasErrorEstimate() {
        return true;
    }

    @Override
    public String citation() {
        return "Kidger, Foster, Li and Lyons 2021, \"Efficient and accurate gradients for neural SDEs\"";
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new ReversibleHeunStepper<>(problem);
    }

    @Override
    public String toString() {
        return name();
    }
}
