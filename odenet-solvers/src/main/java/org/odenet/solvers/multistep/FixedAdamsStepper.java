package org.odenet.solvers.multistep;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;
import org.odenet.solvers.tableau.ButcherTableaus;

/** Takes Adams steps of a fixed order, once steps of a Runge–Kutta method have begun the history. */
final class FixedAdamsStepper<S> implements Stepper<S> {

    /** With so many derivatives Adams takes over, and its order grows with the history, as in torchdiffeq. */
    private static final int STARTED = 3;

    private final VectorSpace<S> space;
    private final AdamsAttempt<S> adams;
    private final Stepper<S> starter;
    private final int derivatives;
    private final int order;
    private boolean starting;

    /**
     * Allocates the memory.
     *
     * @param problem the problem
     * @param derivatives from how many derivatives the steps are predicted
     * @param corrects whether the prediction is corrected
     * @param order the order of the method
     */
    FixedAdamsStepper(StepProblem<S> problem, int derivatives, boolean corrects, int order) {
        this.space = problem.space();
        this.adams = new AdamsAttempt<>(problem, derivatives, corrects);
        this.starter = new RungeKutta(ButcherTableaus.RK4).stepper(problem);
        this.derivatives = derivatives;
        this.order = order;
        restart();
    }

    @Override
    public int cost() {
        return starting ? starter.cost() : adams.cost();
    }

    @Override
    public S derivative(double t, S y) {
        return starting ? starter.derivative(t, y) : adams.derivative(t, y);
    }

    @Override
    public double attempt(double t, double end, double h, S y, S next) {
        if (starting) {
            return starter.attempt(t, end, h, y, next);
        }
        adams.derivative(t, y);
        adams.take(Math.min(derivatives, adams.remembered()), t, end, h, y, next);
        return space.isFinite(next) ? 0 : Double.NaN;
    }

    @Override
    public Outcome obstacle() {
        if (starting) {
            return starter.obstacle();
        }
        return adams.areStagesFinite() ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE;
    }

    @Override
    public int errorOrder() {
        return order;
    }

    @Override
    public Step<S> step() {
        return starting ? starter.step() : adams.step(0);
    }

    @Override
    public void accept() {
        if (starting) {
            RungeKuttaStep<S> step = (RungeKuttaStep<S>) starter.step();
            adams.remember(step.start(), starter.derivative(step.start(), step.initialState()), step.evaluations()[0]);
            starter.accept();
            starting = needsStart();
        } else {
            adams.accept();
        }
    }

    @Override
    public void restart() {
        starter.restart();
        adams.forget();
        starting = needsStart();
    }

    /** Whether the next step would have too few derivatives, that at its start included. */
    private boolean needsStart() {
        return adams.remembered() + 1 < Math.min(derivatives, STARTED);
    }

    @Override
    public void close() {
        adams.close();
        starter.close();
    }
}
