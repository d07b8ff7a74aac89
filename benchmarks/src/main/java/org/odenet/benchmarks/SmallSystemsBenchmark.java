package org.odenet.benchmarks;

import java.util.concurrent.TimeUnit;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Small systems on {@code double[]}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmallSystemsBenchmark {

    private static final FixedStepSolver STEPS = Solvers.rk4().steps(1000);
    private static final OdeFunction<double[]> TRIVIAL = (t, y, dydt) -> dydt[0] = -y[0];

    /** Makes the benchmark; JMH calls this. */
    public SmallSystemsBenchmark() {}

    /**
     * A thousand steps of the Runge–Kutta method with a function that costs nothing: the solver's own time.
     *
     * @return the state at the end
     */
    @Benchmark
    public double[] solverOverhead() {
        try (OdeSolution<double[]> solution =
                STEPS.solve(TRIVIAL, new double[] {1}, TimeSpan.of(0, 1), SolveOptions.defaults())) {
            return solution.finalState();
        }
    }

    /**
     * The Lorenz system over 100 units of time.
     *
     * @return the state at the end
     */
    @Benchmark
    public double[] lorenz() {
        return Lorenz.byOdenet(100).state();
    }
}
