package org.odenet.benchmarks;

import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.ode.ODEIntegrator;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.core.ode.OdeFunction;

/**
 * An integrator of Hipparchus. It measures errors as this library does, and estimates the first step by the same rule.
 *
 * @param name the class without its ending
 * @param constructor makes one
 */
record HipparchusIntegrator(String name, Constructor constructor) implements Integrator {

    static final HipparchusIntegrator DORMAND_PRINCE_54 =
            new HipparchusIntegrator("DormandPrince54", DormandPrince54Integrator::new);
    static final HipparchusIntegrator DORMAND_PRINCE_853 =
            new HipparchusIntegrator("DormandPrince853", DormandPrince853Integrator::new);

    /** Those that are compared with. */
    static final List<HipparchusIntegrator> PEERS = List.of(DORMAND_PRINCE_54, DORMAND_PRINCE_853);

    private static final double SMALLEST_STEP = 1e-14;

    /** All its adaptive integrators have this constructor. */
    interface Constructor {
        ODEIntegrator make(double minStep, double maxStep, double absoluteTolerance, double relativeTolerance);
    }

    @Override
    public End solve(InitialValueProblem problem, OdeFunction<double[]> function, double tolerance) {
        double absolute = tolerance * problem.absoluteScale();
        ODEIntegrator integrator = constructor.make(SMALLEST_STEP, problem.end(), absolute, tolerance);
        StepCounter steps = new StepCounter();
        integrator.addStepHandler(steps);
        try {
            ODEState start = new ODEState(0, problem.start());
            double[] state = integrator
                    .integrate(new Equation(function, problem.start().length), start, problem.end())
                    .getPrimaryState();
            return new End(state, steps.count, -1, "");
        } catch (MathRuntimeException e) {
            return new End(null, steps.count, -1, e.getMessage());
        }
    }

    private static final class StepCounter implements ODEStepHandler {
        private long count;

        @Override
        public void handleStep(ODEStateInterpolator interpolator) {
            count++;
        }
    }

    private record Equation(OdeFunction<double[]> function, int getDimension) implements OrdinaryDifferentialEquation {

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            double[] dydt = new double[y.length];
            function.evaluate(t, y, dydt);
            return dydt;
        }
    }
}
