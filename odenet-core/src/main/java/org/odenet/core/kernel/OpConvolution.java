package org.odenet.core.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/** ND4J's own convolution. */
final class OpConvolution implements Convolution {

    private final int[] arguments;
    private final INDArray weight;

    OpConvolution(Window2d window, INDArray weight) {
        this.weight = weight.dup('c');
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        // No dilation; padding as given; channels last; weight [out, in, height, width].
        this.arguments = new int[] {size, size, stride, stride, padding, padding, 1, 1, 0, 1, 1};
    }

    @Override
    public void forward(INDArray x, INDArray offset, INDArray out) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            Nd4j.exec(DynamicCustomOp.builder("conv2d")
                    .addInputs(from.array(), weight)
                    .addOutputs(to.array())
                    .addIntegerArguments(arguments)
                    .build());
            if (offset != null) {
                Nd4jKernels.addOffset(to, offset);
            }
        }
    }

    @Override
    public void addTo(INDArray x, INDArray out) {
        try (INDArray result = Tensors.like(out)) {
            forward(x, null, result);
            out.addi(result);
        }
    }

    @Override
    public void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        try (Scratch scratch = new Scratch(weight.dataType());
                Nhwc from = Nhwc.read(x);
                Nhwc back = Nhwc.read(cotangent);
                Nhwc to = inputCotangent == null ? null : Nhwc.write(inputCotangent)) {
            // The operation always computes both.
            INDArray dx = to == null ? scratch.create(from.array().shape()) : to.array();
            INDArray dw = scratch.create(weight.shape());
            Nd4j.exec(DynamicCustomOp.builder("conv2d_bp")
                    .addInputs(from.array(), weight, back.array())
                    .addOutputs(dx, dw)
                    .addIntegerArguments(arguments)
                    .build());
            if (weightGradient != null) {
                weightGradient.addi(dw);
            }
        }
    }

    @Override
    public void close() {
        weight.close();
    }
}
