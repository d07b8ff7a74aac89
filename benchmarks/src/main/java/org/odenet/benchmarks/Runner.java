package org.odenet.benchmarks;

import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.core.ode.OdeFunction;

/** Measures solves: their errors, evaluations and times. */
final class Runner {

    /** A time is that of as many solves as fill this. */
    private static final double LEAST_MILLIS = 2;

    /** Solves are repeated so long before they are measured, for the compiler. */
    private static final double WARM_UP_MILLIS = 20;

    private final ReferenceEnds exact = new ReferenceEnds();
    private final int repetitions;

    /** The median of so many repetitions is the time. */
    Runner(int repetitions) {
        this.repetitions = repetitions;
    }

    Run run(InitialValueProblem problem, Integrator integrator, double tolerance) {
        Counter counter = new Counter(problem.function());
        Integrator.End end = integrator.solve(problem, counter, tolerance);
        boolean reached = end.state() != null;
        double error = reached ? problem.error(end.state(), exact.of(problem)) : Double.NaN;
        return new Run(
                problem.name(),
                integrator.name(),
                tolerance,
                error,
                counter.calls,
                end.accepted(),
                end.rejected(),
                reached ? milliseconds(problem, integrator, tolerance) : Double.NaN,
                end.message());
    }

    private double milliseconds(InitialValueProblem problem, Integrator integrator, double tolerance) {
        repetition(problem, integrator, tolerance, WARM_UP_MILLIS);
        double[] times = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            times[i] = repetition(problem, integrator, tolerance, LEAST_MILLIS);
        }
        return Statistics.median(times);
    }

    private static double repetition(
            InitialValueProblem problem, Integrator integrator, double tolerance, double leastMillis) {
        long start = System.nanoTime();
        int calls = 0;
        double spent;
        do {
            integrator.solve(problem, problem.function(), tolerance);
            calls++;
            spent = (System.nanoTime() - start) / 1e6;
        } while (spent < leastMillis);
        return spent / calls;
    }

    private static final class Counter implements OdeFunction<double[]> {

        private final OdeFunction<double[]> function;
        private long calls;

        Counter(OdeFunction<double[]> function) {
            this.function = function;
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            calls++;
            function.evaluate(t, y, dydt);
        }
    }
}
