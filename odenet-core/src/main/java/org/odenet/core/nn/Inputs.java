package org.odenet.core.nn;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Window2d;

/** Checks of what layers are given. */
final class Inputs {

    private Inputs() {}

    /** The output's shape for an input of the right shape and type. */
    static long[] check(Layer layer, INDArray x, LayerContext context) {
        if (x.dataType() != context.parameters().dataType()) {
            throw new IllegalArgumentException(nameOf(layer) + " is given " + x.dataType() + ", its parameters are "
                    + context.parameters().dataType() + "; bring one to the other's type");
        }
        return layer.outputShape(x.shape());
    }

    /** Images with any number of channels. */
    static void requireImages(Layer layer, long... shape) {
        require(layer, shape.length == 4, "[batch, channels, height, width]", shape);
    }

    /** Images with a given number of channels. */
    static void requireImages(Layer layer, long channels, long... shape) {
        require(layer, shape.length == 4 && shape[1] == channels, "[batch, " + channels + ", height, width]", shape);
    }

    /** Vectors with a given number of features. */
    static void requireFeatures(Layer layer, long features, long... shape) {
        require(layer, shape.length == 2 && shape[1] == features, "[batch, " + features + "]", shape);
    }

    /** The shape after a window has moved over images. */
    static long[] windowed(Layer layer, Window2d window, long outChannels, long... shape) {
        long smallest = window.size() - 2L * window.padding();
        require(
                layer,
                shape[2] >= smallest && shape[3] >= smallest,
                "a height and width of at least " + smallest,
                shape);
        return new long[] {shape[0], outChannels, window.outputLength(shape[2]), window.outputLength(shape[3])};
    }

    static void require(Layer layer, boolean holds, String expected, long... shape) {
        if (!holds || Arrays.stream(shape).anyMatch(size -> size <= 0)) {
            throw new IllegalArgumentException(
                    nameOf(layer) + " expects " + expected + ", but the input has the shape " + Arrays.toString(shape));
        }
    }

    /** The number of elements of a tensor. */
    static long length(long... shape) {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    private static String nameOf(Layer layer) {
        return layer.getClass().getSimpleName();
    }
}
