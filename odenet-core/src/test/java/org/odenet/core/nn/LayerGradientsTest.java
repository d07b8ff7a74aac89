package org.odenet.core.nn;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

class LayerGradientsTest {

    private static final Window2d SAME = new Window2d(3, 1, 1);

    private static Arguments of(Layer layer, long... shape) {
        return Arguments.of(layer, shape);
    }

    static Stream<Arguments> layers() {
        return Stream.of(
                of(new Conv2d(3, 2, SAME, true), 2, 3, 4, 5),
                of(new Conv2d(1, 1, new Window2d(1, 1, 0), false), 1, 1, 1, 1),
                of(new Conv2d(2, 3, new Window2d(3, 2, 1), true), 3, 2, 5, 6),
                of(new Conv2d(3, 5, new Window2d(4, 2, 1), false), 1, 3, 7, 6),
                of(new Conv2d(2, 4, new Window2d(1, 2, 0), true), 2, 2, 5, 4),
                of(new Conv2d(1, 2, SAME, true), 2, 1, 1, 1),
                of(new TimeConv2d(3, 2, SAME), 2, 3, 4, 3),
                of(new TimeConv2d(1, 1, SAME), 1, 1, 1, 1),
                of(new TimeConv2d(2, 3, new Window2d(3, 2, 1)), 2, 2, 5, 4),
                of(new GroupNorm(6, 3, 1e-5), 2, 6, 3, 4),
                of(new GroupNorm(6, 3, 1e-5).withRelu(), 2, 6, 3, 4),
                of(new GroupNorm(3, 1, 1e-5), 1, 3, 2, 5),
                of(new GroupNorm(4, 4, 1e-5).withRelu(), 3, 4, 2, 2),
                of(new GroupNorm(4, 2, 1e-3), 2, 4, 1, 1),
                of(GroupNorm.of(3), 2, 3, 3, 2),
                of(new BatchNorm(3), 2, 3, 4, 5),
                of(new BatchNorm(2), 1, 2, 3, 1),
                of(new BatchNorm(1), 4, 1, 1, 1),
                of(new Tanh(), 2, 3, 4, 5),
                of(new Tanh(), 3, 4),
                of(new Softplus(), 2, 3, 4, 5),
                of(new Softplus(), 1, 1),
                of(new MaxPool2d(new Window2d(2, 2, 0)), 2, 3, 4, 5),
                of(new MaxPool2d(new Window2d(3, 2, 1)), 2, 3, 5, 4),
                of(new MaxPool2d(SAME), 1, 1, 1, 1),
                of(new AvgPool2d(new Window2d(2, 2, 0)), 2, 3, 5, 4),
                of(new AvgPool2d(new Window2d(3, 2, 1)), 2, 3, 5, 4),
                of(new AvgPool2d(SAME), 1, 1, 1, 1),
                of(new Relu(), 2, 3, 4, 5),
                of(new Relu(), 3, 4),
                of(new Linear(5, 3), 4, 5),
                of(new Linear(1, 1), 1, 1),
                of(new GlobalAveragePool(), 2, 3, 4, 5),
                of(new GlobalAveragePool(), 1, 1, 1, 1),
                of(new Flatten(), 2, 3, 4, 5),
                of(new Flatten(), 2, 3),
                of(new Dropout(0.4), 2, 3, 4, 5),
                of(Residual.of(new Conv2d(3, 3, SAME, true)), 2, 3, 4, 4),
                of(
                        Residual.of(
                                new Conv2d(3, 4, new Window2d(3, 2, 1), true),
                                "downsample",
                                new Conv2d(3, 4, new Window2d(1, 2, 0), false)),
                        2,
                        3,
                        4,
                        5),
                of(
                        Sequential.of(
                                new Conv2d(1, 4, SAME, true),
                                GroupNorm.of(4).withRelu(),
                                new GlobalAveragePool(),
                                new Linear(4, 3)),
                        2,
                        1,
                        4,
                        5),
                of(odeFunction(4), 2, 4, 3, 5));
    }

    /** The ODE function of Chen et al. (2018). */
    static Sequential odeFunction(int channels) {
        return Sequential.builder()
                .add("norm1", GroupNorm.of(channels).withRelu())
                .add("conv1", new TimeConv2d(channels, channels, SAME))
                .add("norm2", GroupNorm.of(channels).withRelu())
                .add("conv2", new TimeConv2d(channels, channels, SAME))
                .add("norm3", GroupNorm.of(channels))
                .build();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void backwardAgreesWithDifferences(Layer layer, long[] shape) {
        GradientCheck.check(layer, shape);
    }

    @Test
    void dropoutInTrainingAgreesWithDifferences() {
        try (GradientCheck check = new GradientCheck(new Nd4jKernels(), new Dropout(0.4))) {
            check.inTraining().run(2, 3, 4, 5);
        }
    }

    @Test
    void timeGradientsVanishAtTimeZeroAndHoldBeforeIt() {
        for (double t : new double[] {0, -2}) {
            try (GradientCheck check = new GradientCheck(new Nd4jKernels(), new TimeConv2d(2, 2, SAME))) {
                check.at(t).run(2, 2, 3, 3);
            }
        }
    }
}
