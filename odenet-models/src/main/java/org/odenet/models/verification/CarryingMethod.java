package org.odenet.models.verification;

import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A Runge–Kutta method as torchdiffeq takes it: each step begins with the last stage of the one before, be it the
 * derivative there or not.
 */
record CarryingMethod(ButcherTableau tableau) implements Method {

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
    public String citation() {
        return tableau.citation();
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new CarryingStepper<>(tableau, problem);
    }

    /** Gives the derivative of the latest evaluation again, where it is told to. */
    private static final class CarryingFunction<S> implements OdeFunction<S> {

        private final OdeFunction<S> function;
        private final VectorSpace<S> space;
        private final S latest;
        private boolean carries;

        private CarryingFunction(OdeFunction<S> function, VectorSpace<S> space) {
            this.function = function;
            this.space = space;
            this.latest = space.create();
        }

        @Override
        public void evaluate(double t, S y, S dydt) {
            if (carries) {
                space.copy(latest, dydt);
                carries = false;
            } else {
                function.evaluate(t, y, dydt);
                space.copy(dydt, latest);
            }
        }
    }

    private static final class CarryingStepper<S> implements Stepper<S> {

        private final CarryingFunction<S> function;
        private final Stepper<S> stepper;

        private CarryingStepper(ButcherTableau tableau, StepProblem<S> problem) {
            function = new CarryingFunction<>(problem.function(), problem.space());
            CountingFunction<S> unlimited = new CountingFunction<>(function, Long.MAX_VALUE);
            stepper = new RungeKutta(tableau)
                    .stepper(new StepProblem<>(unlimited, problem.space(), problem.tolerances()));
        }

        @Override
        public int cost() {
            return stepper.cost();
        }

        @Override
        public S derivative(double t, S y) {
            return stepper.derivative(t, y);
        }

        @Override
        public double attempt(double t, double end, double h, S y, S next) {
            return stepper.attempt(t, end, h, y, next);
        }

        @Override
        public Outcome obstacle() {
            return stepper.obstacle();
        }

        @Override
        public int errorOrder() {
            return stepper.errorOrder();
        }

        @Override
        public Step<S> step() {
            return stepper.step();
        }

        @Override
        public void accept() {
            stepper.accept();
            function.carries = true;
        }

        @Override
        public void restart() {
            stepper.restart();
            function.carries = false;
        }

        @Override
        public void close() {
            stepper.close();
            function.space.release(function.latest);
        }
    }
}
