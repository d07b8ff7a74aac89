package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

class LayerErrorsTest {

    private static final Window2d SAME = new Window2d(3, 1, 1);

    private static Arguments of(Layer layer, String expected, long... shape) {
        return Arguments.of(layer, expected, shape);
    }

    static Stream<Arguments> wrongShapes() {
        return Stream.of(
                of(new Conv2d(3, 4, SAME, true), "Conv2d expects [batch, 3, height, width]", 2, 4, 5, 5),
                of(new Conv2d(3, 4, SAME, true), "Conv2d expects [batch, 3, height, width]", 2, 3, 5),
                of(
                        new Conv2d(3, 4, new Window2d(5, 1, 1), true),
                        "Conv2d expects a height and width of at least 3",
                        2,
                        3,
                        5,
                        2),
                of(new TimeConv2d(3, 4, SAME), "TimeConv2d expects [batch, 3, height, width]", 2, 4, 5, 5),
                of(new GroupNorm(4, 2, 1e-5), "GroupNorm expects [batch, 4, height, width]", 2, 3, 5, 5),
                of(new BatchNorm(4), "BatchNorm expects [batch, 4, height, width]", 2, 3, 5, 5),
                of(new Linear(4, 2), "Linear expects [batch, 4]", 2, 3),
                of(new Linear(4, 2), "Linear expects [batch, 4]", 2, 4, 1),
                of(
                        new MaxPool2d(new Window2d(2, 2, 0)),
                        "MaxPool2d expects a height and width of at least 2",
                        2,
                        3,
                        1,
                        5),
                of(new AvgPool2d(new Window2d(2, 2, 0)), "AvgPool2d expects [batch, channels, height, width]", 2, 3),
                of(new GlobalAveragePool(), "GlobalAveragePool expects [batch, channels, height, width]", 2, 3),
                of(new Flatten(), "Flatten expects [batch, …] with at least two axes", 2));
    }

    @ParameterizedTest
    @MethodSource("wrongShapes")
    void aWrongShapeIsRefusedWithTheLayerTheShapeAndWhatIsExpected(Layer layer, String expected, long[] shape) {
        assertRefused(() -> layer.outputShape(shape), expected, java.util.Arrays.toString(shape));
        try (ArrayPool pool = new ArrayPool(new Nd4jKernels());
                Parameters parameters = Parameters.initialize(layer, DataType.FLOAT, 1);
                LayerContext context = LayerContext.inference(parameters, pool)) {
            INDArray x = Nd4j.zeros(DataType.FLOAT, shape);
            assertRefused(() -> layer.forward(x, context), expected, java.util.Arrays.toString(shape));
        }
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void aWrongTypeIsRefused() {
        Linear layer = new Linear(3, 2);
        try (ArrayPool pool = new ArrayPool(new Nd4jKernels());
                Parameters parameters = Parameters.initialize(layer, DataType.FLOAT, 1);
                LayerContext context = LayerContext.inference(parameters, pool)) {
            INDArray x = Nd4j.zeros(DataType.DOUBLE, 2, 3);
            assertRefused(() -> layer.forward(x, context), "Linear is given DOUBLE, its parameters are FLOAT");
        }
    }

    @Test
    void aSequenceNamesTheLayer() {
        Sequential layers = Sequential.builder()
                .add("features", Sequential.of(new Relu(), new Conv2d(3, 4, SAME, true)))
                .add("fc", new Linear(5, 2))
                .build();
        assertRefused(
                () -> layers.outputShape(2, 7, 5, 5),
                "layer 'features': layer '1': Conv2d expects [batch, 3, height, width]",
                "[2, 7, 5, 5]");
        assertRefused(() -> layers.outputShape(2, 3, 5, 5), "layer 'fc': Linear expects [batch, 5]", "[2, 4, 5, 5]");
    }

    @Test
    void bothWaysOfAResidualMustAgree() {
        Residual layer = Residual.of(new Conv2d(3, 4, SAME, true));
        assertRefused(
                () -> layer.outputShape(2, 3, 5, 5),
                "Residual",
                "the branch makes [2, 4, 5, 5] and the shortcut [2, 3, 5, 5]");
    }

    @Test
    void impossibleLayersAreRefused() {
        assertRefused(() -> new Conv2d(0, 4, SAME, true), "from 0 to 4 channels");
        assertRefused(() -> new TimeConv2d(3, 0, SAME), "from 3 to 0 channels");
        assertRefused(() -> new Linear(0, 1), "from 0 to 1 features");
        assertRefused(() -> new GroupNorm(6, 4, 1e-5), "6 channels in 4 groups", "divide the channels");
        assertRefused(() -> GroupNorm.of(48), "48 channels in 32 groups");
        assertRefused(() -> new GroupNorm(6, 3, 0), "epsilon is 0.0");
        assertRefused(() -> new BatchNorm(0), "0 channels");
        assertRefused(() -> new Dropout(1), "the dropout rate is 1.0");
        assertRefused(() -> new Dropout(-0.1), "the dropout rate is -0.1");
        assertRefused(() -> new Dropout(Double.NaN), "the dropout rate is NaN");
        assertRefused(Sequential::of, "no layers");
        assertRefused(() -> Residual.of(new Relu(), "", new Relu()), "the shortcut", "has no name");
        assertRefused(
                () -> new OdeBlock(Sequential.of(new Relu(), new Dropout(0.5)), null, null, null),
                "random numbers",
                "before or behind the block");
        assertRefused(() -> Sequential.builder().add("a", new Relu()).add("a", new Relu()), "have the name 'a'");
        assertRefused(() -> new Window2d(3, 0, 1), "stride 0", "must be positive");
        assertRefused(() -> new Window2d(2, 1, 2), "padding 2", "between 0 and size - 1");
    }
}
