package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.dnnl.memory;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.tensor.Tensors;

/** Batches of many sizes, as they come where samples end one by one. */
class OrderedWeightsTest {

    private static final Window2d WINDOW = new Window2d(3, 1, 1);

    private static ConvolutionShape shape(int batch) {
        return new ConvolutionShape(Precision.FLOAT32, WINDOW, 16, 16, batch, 5, 5);
    }

    @Test
    void batchesOfMostSizesShareTheWeight() {
        NativeThread.current();
        try (OrderedWeights weights =
                new OrderedWeights(new Primitives(100), Nd4j.ones(DataType.FLOAT, 16, 16, 3, 3))) {
            memory forward = weights.of(ConvolutionKind.FORWARD, shape(8));
            memory gradient = weights.of(ConvolutionKind.BACKWARD_WEIGHTS, shape(8));
            for (int batch = 9; batch < 30; batch++) {
                assertThat(weights.of(ConvolutionKind.FORWARD, shape(batch))).isSameAs(forward);
                assertThat(weights.of(ConvolutionKind.BACKWARD_WEIGHTS, shape(batch)))
                        .isSameAs(gradient)
                        .isNotSameAs(forward);
            }
        }
    }

    @Test
    void aSizeThatComesAgainAfterManyOthersIsConvolvedAsBefore() {
        INDArray weight = Nd4j.rand(DataType.FLOAT, 16, 16, 3, 3);
        INDArray x = Nd4j.rand(DataType.FLOAT, 100, 16, 5, 5);
        OnednnKernels kernels = new OnednnKernels("test", ConvolutionMethod.DIRECT, Precision.FLOAT32);
        try (Convolution convolution = kernels.convolution(WINDOW, weight);
                Convolution expected = new Nd4jKernels().convolution(WINDOW, weight)) {
            for (int batch = 100; batch > 0; batch--) {
                result(convolution, x, batch);
            }
            assertThat(result(convolution, x, 100).distance2(result(expected, x, 100)))
                    .isLessThan(1e-4 * result(expected, x, 100).norm2Number().doubleValue());
        }
    }

    private static INDArray result(Convolution convolution, INDArray x, int batch) {
        INDArray images = Tensors.samples(x, 0, batch);
        INDArray out = Nd4j.create(DataType.FLOAT, images.shape());
        INDArray back = Nd4j.create(DataType.FLOAT, images.shape());
        INDArray gradient = Nd4j.create(DataType.FLOAT, 16, 16, 3, 3);
        convolution.forward(images, null, out);
        convolution.backward(images, out, back, gradient);
        return Nd4j.concat(0, Nd4j.toFlattened(out), Nd4j.toFlattened(back), Nd4j.toFlattened(gradient));
    }
}
