package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.GroupNorm;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** How the peak of native memory over a solve and its backward pass grows with the number of steps. */
class GradientMemoryTest {

    private static final int LENGTH = 10_000;
    private static final double STATE = (double) Double.BYTES * LENGTH;
    private static final int STAGES = 4;
    /** What a linearization of {@link Decay} holds, in states. */
    private static final int ACTIVATIONS = 3;

    private static final GradientMethod STATES_ONLY = Gradients.checkpointed().withMemoryBudget(0);

    /** So that the collector does not free tensors of earlier tests while memory is measured. */
    @BeforeAll
    static void collect() throws InterruptedException {
        long before;
        do {
            before = Watched.allocated();
            System.gc();
            Thread.sleep(50);
        } while (Watched.allocated() != before);
    }

    /** {@code f = -y}, in place; every linearization holds a tensor of several states. */
    private static final class Decay implements DifferentiableOdeFunction<INDArray> {

        @Override
        public void evaluate(double t, INDArray y, INDArray dydt) {
            dydt.assign(y).negi();
        }

        @Override
        public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
            evaluate(t, y, dydt);
            INDArray activations = Nd4j.createUninitialized(DataType.DOUBLE, ACTIVATIONS * y.length());
            return new Linearization<>() {
                @Override
                public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
                    stateCotangent.assign(cotangent).negi();
                }

                @Override
                public long bytes() {
                    return activations.length() * Double.BYTES;
                }

                @Override
                public void close() {
                    activations.close();
                }
            };
        }
    }

    /** Looks at the memory at each of its calls. */
    private static final class Watched implements DifferentiableOdeFunction<INDArray> {

        private final DifferentiableOdeFunction<INDArray> function;
        private final long before = allocated();
        private long peak;

        Watched(DifferentiableOdeFunction<INDArray> function) {
            this.function = function;
        }

        private static long allocated() {
            return Nd4j.getEnvironment().getDeviceCouner(0);
        }

        private void look() {
            peak = Math.max(peak, allocated() - before);
        }

        @Override
        public void evaluate(double t, INDArray y, INDArray dydt) {
            function.evaluate(t, y, dydt);
            look();
        }

        @Override
        public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
            Linearization<INDArray> linearization = function.linearize(t, y, dydt);
            look();
            return new Linearization<>() {
                @Override
                public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
                    linearization.vjp(cotangent, stateCotangent, parameterGradient);
                    look();
                }

                @Override
                public long bytes() {
                    return linearization.bytes();
                }

                @Override
                public void close() {
                    linearization.close();
                }
            };
        }
    }

    private static long peak(
            GradientMethod method,
            int steps,
            DifferentiableOdeFunction<INDArray> function,
            INDArray initial,
            INDArray parameterGradient) {
        Watched watched = new Watched(function);
        try (DifferentiableSolution<INDArray> solution =
                        method.solve(Solvers.rk4().steps(steps), watched, initial, TimeSpan.of(0, 1));
                INDArray back = solution.backward(List.of(initial), parameterGradient)) {
            assertThat(solution.solution().statistics().acceptedSteps()).isEqualTo(steps);
            assertThat(back.length()).isEqualTo(initial.length());
            return watched.peak;
        }
    }

    /** The largest of three: what the collector frees elsewhere meanwhile makes it look smaller. */
    private static long largestOfThree(LongSupplier peak) {
        return LongStream.generate(peak).limit(3).max().orElseThrow();
    }

    private static long peak(GradientMethod method, int steps) {
        try (INDArray initial = Nd4j.ones(DataType.DOUBLE, LENGTH)) {
            return largestOfThree(() -> peak(method, steps, new Decay(), initial, null));
        }
    }

    /** In states. */
    private static double growthPerStep(GradientMethod method, int from, int to) {
        return (peak(method, to) - peak(method, from)) / (STATE * (to - from));
    }

    @Test
    void theContinuousAdjointDoesNotGrow() {
        assertThat(growthPerStep(Gradients.adjoint(), 4, 400)).isCloseTo(0, within(0.01));
    }

    @Test
    void checkpointsGrowByOneStateForEachStep() {
        assertThat(growthPerStep(STATES_ONLY, 4, 400)).isCloseTo(1, within(0.01));
    }

    @Test
    void directGradientsGrowByTheActivations() {
        assertThat(growthPerStep(Gradients.direct(), 4, 40)).isCloseTo(STAGES * ACTIVATIONS, within(0.1));
    }

    @Test
    void aBudgetBoundsTheActivations() {
        double stepsThatFit = 10.5;
        long budget = (long) (stepsThatFit * STAGES * ACTIVATIONS * STATE);
        GradientMethod bounded = Gradients.checkpointed().withMemoryBudget(budget);

        // Over six steps, what the collector frees elsewhere counts for more than over hundreds.
        assertThat(growthPerStep(bounded, 4, 10)).isCloseTo(STAGES * ACTIVATIONS, within(0.5));
        assertThat(growthPerStep(bounded, 20, 400)).isCloseTo(1, within(0.01));
        assertThat(peak(bounded, 100) - peak(STATES_ONLY, 100)).isPositive().isLessThan(budget);
    }

    /** A function of layers, whose activations come from a pool. */
    private static final class Network implements AutoCloseable {

        private final Layer layer = Sequential.builder()
                .add("norm", new GroupNorm(4, 2, 1e-5).withRelu())
                .add("conv", new TimeConv2d(4, 4, new Window2d(3, 1, 1)))
                .build();
        private final Parameters parameters = Parameters.initialize(layer, DataType.FLOAT, 5);
        private final Parameters gradient = parameters.zerosLike();
        private final INDArray input = Nd4j.rand(DataType.FLOAT, 8, 4, 16, 16);

        static long stateBytes() {
            return 8L * 4 * 16 * 16 * Float.BYTES;
        }

        long peak(GradientMethod method, int steps) {
            return largestOfThree(() -> measuredPeak(method, steps));
        }

        private long measuredPeak(GradientMethod method, int steps) {
            try (ArrayPool pool = new ArrayPool(KernelProviders.select());
                    LayerContext context = LayerContext.recording(parameters, pool)) {
                LayerFunction function = new LayerFunction(layer, context);
                return GradientMemoryTest.peak(method, steps, function, input, gradient.flat());
            }
        }

        /** In states. */
        double growthPerStep(GradientMethod method, int from, int to) {
            return (double) (peak(method, to) - peak(method, from)) / (stateBytes() * (to - from));
        }

        @Override
        public void close() {
            parameters.close();
            gradient.close();
            input.close();
        }
    }

    @Test
    void networksFollowTheSameLaws() {
        try (Network network = new Network()) {
            network.peak(Gradients.direct(), 1);
            assertThat(network.growthPerStep(Gradients.adjoint(), 4, 40)).isCloseTo(0, within(0.05));
            assertThat(network.growthPerStep(STATES_ONLY, 4, 40)).isCloseTo(1, within(0.05));
            // The input of each evaluation; the output of its norm is computed again.
            assertThat(network.growthPerStep(Gradients.direct(), 4, 20)).isCloseTo(STAGES, within(0.05));
        }
    }
}
