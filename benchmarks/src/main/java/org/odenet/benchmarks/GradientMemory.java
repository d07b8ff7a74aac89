package org.odenet.benchmarks;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.solvers.Solvers;

/** The native memory that one gradient through a solve with fixed steps needs at its peak. */
final class GradientMemory {

    private static final int CHANNELS = 64;
    private static final int SIDE = 6;

    private final long[] shape;
    private long peak;

    GradientMemory(int batch) {
        this.shape = new long[] {batch, CHANNELS, SIDE, SIDE};
    }

    /** The bytes of one state. */
    long stateBytes() {
        return Float.BYTES * shape[0] * shape[1] * shape[2] * shape[3];
    }

    /** The bytes that tensors take at the peak, beyond weights, inputs and their gradients. */
    long peakBytes(GradientMethod method, int steps) {
        try (ImageClassifier net = OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(CHANNELS));
                Parameters gradient = net.parameters().zerosLike();
                INDArray state = StateShape.random(KernelProviders.select(), 1, shape);
                INDArray cotangent = StateShape.random(KernelProviders.select(), 2, shape)) {
            Layer dynamics = net.odeBlock().orElseThrow().dynamics();
            long before = allocated();
            peak = before;
            try (ArrayPool pool = net.newPool();
                    LayerContext context = LayerContext.inference(net.parameters(), pool)) {
                Watched function = new Watched(new LayerFunction(dynamics, context));
                differentiate(method, steps, function, state, cotangent, gradient.flatOf(dynamics));
            }
            return peak - before;
        }
    }

    private static void differentiate(
            GradientMethod method, int steps, Watched function, INDArray state, INDArray cotangent, INDArray gradient) {
        try (DifferentiableSolution<INDArray> solution =
                method.solve(Solvers.rk4().steps(steps), function, state, TimeSpan.of(0, 1))) {
            solution.backward(List.of(cotangent), gradient).close();
        }
    }

    private static long allocated() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    private void look() {
        peak = Math.max(peak, allocated());
    }

    /** Looks at the memory at each evaluation and each product, when their activations are there. */
    private final class Watched implements DifferentiableOdeFunction<INDArray> {

        private final LayerFunction function;

        Watched(LayerFunction function) {
            this.function = function;
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
                public void close() {
                    linearization.close();
                }
            };
        }
    }
}
