package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;

/** Many passes need no more native memory than a few. */
class NativeMemoryTest {

    private static final int PASSES = 200;

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void passesThroughAnOdeFunctionLeaveNothingBehind(DataType type) {
        Sequential function = LayerGradientsTest.odeFunction(16);
        try (ArrayPool pool = new ArrayPool(new Nd4jKernels());
                Parameters parameters = Parameters.initialize(function, type, 1);
                Parameters gradient = parameters.zerosLike();
                INDArray x = Nd4j.rand(type, 8, 16, 6, 6)) {
            run(function, pool, parameters, gradient, x, 30);
            long before = held();
            run(function, pool, parameters, gradient, x, PASSES);
            long growth = held() - before;
            // Any one activation, gradient or weight left behind in each pass would be more than a megabyte.
            assertThat(growth).isLessThan(500_000);
        }
    }

    /** The bytes that ND4J holds for tensors, with those that wait for the garbage collector. */
    private static long held() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    private static void run(
            Layer function, ArrayPool pool, Parameters parameters, Parameters gradient, INDArray x, int passes) {
        for (int i = 0; i < passes; i++) {
            try (LayerContext context = LayerContext.recording(parameters, pool);
                    ForwardPass pass = function.forward(x, context.at(0.1))) {
                context.release(pass.backward(pass.output(), gradient));
            }
        }
    }
}
