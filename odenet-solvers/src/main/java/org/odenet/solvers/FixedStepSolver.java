package org.odenet.solvers;

import org.odenet.solvers.control.FixedSteps;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

/** A method with steps of one size, by default a single step over the whole interval, as in torchdiffeq. */
public final class FixedStepSolver extends SteppingSolver {

    private final FixedSteps control;

    /**
     * Makes a solver that takes a single step.
     *
     * @param method the method
     */
    public FixedStepSolver(Method method) {
        this(method, new FixedSteps(1, 0));
    }

    /**
     * Makes a solver that takes a single step.
     *
     * @param tableau a Runge–Kutta method
     */
    public FixedStepSolver(ButcherTableau tableau) {
        this(new RungeKutta(tableau));
    }

    private FixedStepSolver(Method method, FixedSteps control) {
        super(method, control);
        this.control = control;
    }

    /**
     * Divides the interval into equal steps.
     *
     * @param count the number of steps, positive
     * @return a changed copy
     */
    public FixedStepSolver steps(long count) {
        return new FixedStepSolver(method(), new FixedSteps(count, 0));
    }

    /**
     * Takes steps of a given size; the last one is shortened to land on the end.
     *
     * @param size the size, positive
     * @return a changed copy
     */
    public FixedStepSolver stepSize(double size) {
        return new FixedStepSolver(method(), new FixedSteps(0, size));
    }

    /**
     * The choice of steps.
     *
     * @return the number or the size of the steps
     */
    public FixedSteps control() {
        return control;
    }

    @Override
    public String toString() {
        return name()
                + (control.count() > 0 ? " with " + control.count() + " steps" : " with steps of " + control.size());
    }
}
