package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.BatchNorm;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** An ODE whose function is the solution of another, on the whole batch: the inner backward solve runs within the outer's way back. */
class NestedSolveTest {

    private static final int CHANNELS = 64;

    private static OdeBlock block(Layer dynamics, GradientMethod gradient) {
        return new OdeBlock(dynamics, Solvers.rk4(), gradient, TimeSpan.of(0, 1));
    }

    private static final Layer NETWORK = block(
            block(
                    Sequential.of(new TimeConv2d(CHANNELS, CHANNELS, new Window2d(3, 1, 1)), new BatchNorm(CHANNELS)),
                    Gradients.adjoint()),
            Gradients.direct());

    private static INDArray gradient(Kernels kernels, INDArray x, INDArray cotangent) {
        try (Parameters parameters = Parameters.initialize(NETWORK, DataType.FLOAT, 1);
                ArrayPool pool = new ArrayPool(kernels);
                LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = NETWORK.forward(x, context)) {
            Parameters gradient = parameters.zerosLike();
            pass.backwardToParameters(cotangent, gradient);
            return gradient.flat();
        }
    }

    @Test
    void theGradientIsThatOfThePortableKernels() {
        Nd4j.getRandom().setSeed(5);
        INDArray x = Nd4j.randn(DataType.FLOAT, 32, CHANNELS, 6, 6);
        INDArray cotangent = Nd4j.randn(DataType.FLOAT, 32, CHANNELS, 6, 6);

        INDArray expected = gradient(new Nd4jKernels(), x, cotangent);
        INDArray actual = gradient(KernelProviders.select(), x, cotangent);

        assertThat(actual.distance2(expected) / expected.norm2Number().doubleValue())
                .isLessThan(1e-4);
    }
}
