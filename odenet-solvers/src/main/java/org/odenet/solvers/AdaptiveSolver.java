package org.odenet.solvers;

import org.odenet.core.state.Tolerances;
import org.odenet.solvers.control.ControllerGains;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.sample.PerSampleSolver;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

/** A method that chooses its steps by its error estimate. */
public final class AdaptiveSolver extends SteppingSolver {

    private final ErrorControl control;

    /**
     * Makes a solver with tolerances of 1e-3.
     *
     * @param method the method
     * @throws IllegalArgumentException if the method has no error estimate
     */
    public AdaptiveSolver(Method method) {
        this(method, ErrorControl.DEFAULT);
        if (!method.hasErrorEstimate()) {
            throw new IllegalArgumentException(
                    "the method '" + method.name() + "' has no error estimate; use it with fixed steps");
        }
    }

    /**
     * Makes a solver with tolerances of 1e-3.
     *
     * @param tableau a Runge–Kutta method
     * @throws IllegalArgumentException if the method has no error estimate
     */
    public AdaptiveSolver(ButcherTableau tableau) {
        this(new RungeKutta(tableau));
    }

    private AdaptiveSolver(Method method, ErrorControl control) {
        super(method, control);
        this.control = control;
    }

    /**
     * Sets the tolerances.
     *
     * @param relative the relative tolerance, positive
     * @param absolute the absolute tolerance, positive
     * @return a changed copy
     */
    public AdaptiveSolver tolerances(double relative, double absolute) {
        return with(control.withTolerances(new Tolerances(relative, absolute)));
    }

    /**
     * Chooses the controller of the step sizes; by default {@link ControllerGains#I}.
     *
     * @param gains its gains
     * @return a changed copy
     */
    public AdaptiveSolver controller(ControllerGains gains) {
        return with(control.withGains(gains));
    }

    /**
     * Gives the first step instead of estimating it, which saves an evaluation.
     *
     * @param size its size, positive
     * @return a changed copy
     */
    public AdaptiveSolver firstStep(double size) {
        return with(control.withFirstStep(size));
    }

    /**
     * Limits the sizes of steps.
     *
     * @param min the smallest size that may be tried, 0 for none; a solve that needs smaller ones ends
     * @param max the largest size; the last step may be 1 % larger, to land on the end
     * @return a changed copy
     */
    public AdaptiveSolver stepLimits(double min, double max) {
        return with(control.withStepLimits(min, max));
    }

    /**
     * Limits the number of steps.
     *
     * @param limit how many steps may be tried, rejected ones included
     * @return a changed copy
     */
    public AdaptiveSolver maxSteps(long limit) {
        return with(control.withMaxSteps(limit));
    }

    /**
     * Lets the last step pass the end of the interval and interpolates there, as torchdiffeq does. By default the last
     * step lands on the end, and the function is never evaluated outside the interval.
     *
     * @return a changed copy
     */
    public AdaptiveSolver steppingPastEnd() {
        return with(control.withSteppingPastEnd(true));
    }

    /**
     * The same method with steps for each sample of a batch by itself.
     *
     * @return a solver of batches with this one's tolerances and limits
     * @throws UnsupportedOperationException if the method is not an explicit Runge–Kutta method
     */
    public PerSampleSolver perSample() {
        if (method() instanceof RungeKutta rungeKutta) {
            return new PerSampleSolver(rungeKutta.tableau(), control);
        }
        throw new UnsupportedOperationException("samples of a batch take steps of their own by explicit Runge-Kutta"
                + " methods, such as dopri5, not by '" + name() + "'");
    }

    /**
     * Goes on where the problem seems to be stiff. By default an explicit method then stops, after a thousand steps at the
     * least, with {@link org.odenet.core.ode.Outcome#STIFF}.
     *
     * @return a changed copy
     */
    public AdaptiveSolver ignoringStiffness() {
        return with(control.ignoringStiffness());
    }

    /**
     * The choice of steps.
     *
     * @return the control
     */
    public ErrorControl control() {
        return control;
    }

    private AdaptiveSolver with(ErrorControl changed) {
        return new AdaptiveSolver(method(), changed);
    }

    @Override
    public String toString() {
        Tolerances tolerances = control.tolerances();
        return name() + " with tolerances " + tolerances.relative() + " (relative), " + tolerances.absolute()
                + " (absolute)";
    }
}
