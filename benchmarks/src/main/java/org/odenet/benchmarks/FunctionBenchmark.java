package org.odenet.benchmarks;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The networks' ODE function, its vector-Jacobian product, and a whole solve. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FunctionBenchmark {

    /** The state: channels, height and width. */
    @Param({"64x6x6", "64x14x14", "256x8x8"})
    public String shape;

    private FunctionWork function;
    private FunctionWork product;

    /** Makes the benchmark; JMH calls this. */
    public FunctionBenchmark() {}

    /** Makes networks and inputs. */
    @Setup
    public void prepare() {
        function = new FunctionWork(StateShape.parse(shape), false);
        product = new FunctionWork(StateShape.parse(shape), true);
    }

    /** One evaluation. */
    @Benchmark
    public void forward() {
        function.run();
    }

    /** One evaluation with its vector-Jacobian product. */
    @Benchmark
    public void vectorJacobianProduct() {
        product.run();
    }

    /**
     * A solve over [0, 1].
     *
     * @return the number of evaluations
     */
    @Benchmark
    public long solve() {
        try (OdeSolution<INDArray> solution = Mnist.solver()
                .solve(function.function(), function.state(), TimeSpan.of(0, 1), SolveOptions.defaults())) {
            return solution.statistics().functionEvaluations();
        }
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        function.close();
        product.close();
    }
}
