package org.odenet.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
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
    private final LongAccumulator peak = new LongAccumulator(Math::max, 0);

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
            peak.reset();
            try (ArrayPool pool = new ArrayPool(watched(KernelProviders.select()));
                    LayerContext context = LayerContext.inference(net.parameters(), pool)) {
                LayerFunction function = new LayerFunction(dynamics, context);
                differentiate(method, steps, function, state, cotangent, gradient.flatOf(dynamics));
            }
            return peak.get() - before;
        }
    }

    private static void differentiate(
            GradientMethod method,
            int steps,
            LayerFunction function,
            INDArray state,
            INDArray cotangent,
            INDArray gradient) {
        try (DifferentiableSolution<INDArray> solution =
                method.solve(Solvers.rk4().steps(steps), function, state, TimeSpan.of(0, 1))) {
            solution.backward(List.of(cotangent), gradient).close();
        }
    }

    private static long allocated() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    /** Kernels that look at the memory after each operation, on whatever thread. */
    private Kernels watched(Kernels kernels) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        peak.accumulate(allocated());
                    }
                });
    }
}
