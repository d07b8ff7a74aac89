package org.odenet.benchmarks;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * oneDNN's primitives for a 3×3 convolution called directly: channels last, weights in the order that oneDNN chooses and
 * brought into it beforehand, memory of oneDNN's own.
 */
final class OnednnConvolution {

    private static final long[] ONE = {1, 1};

    /** One primitive with its arguments. */
    private record Call(primitive primitive, IntMemoryMap arguments) {}

    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final long[] images;
    private final long[] weights;
    private final memory result;
    private final memory inputCotangent;
    private final memory weightGradient;
    private final Call forward;
    private final Call backwardData;
    private final Call backwardWeights;

    OnednnConvolution(StateShape shape, INDArray weight, INDArray x, INDArray cotangent) {
        images = shape.dimensions();
        weights = weight.shape();
        memory.desc image = new memory.desc(images, memory.data_type.f32, memory.format_tag.nhwc);
        memory.desc any = new memory.desc(weights, memory.data_type.f32, memory.format_tag.any);
        convolution_forward.primitive_desc ofForward = new convolution_forward.primitive_desc(
                engine, dnnl_forward_training, dnnl_convolution_direct, image, any, image, ONE, ONE, ONE);
        convolution_backward_data.primitive_desc ofData = new convolution_backward_data.primitive_desc(
                engine, dnnl_convolution_direct, image, any, image, ONE, ONE, ONE, ofForward);
        convolution_backward_weights.primitive_desc ofWeights = new convolution_backward_weights.primitive_desc(
                engine, dnnl_convolution_direct, image, any, image, ONE, ONE, ONE, ofForward);
        memory from = memoryOf(x, images, image);
        memory back = memoryOf(cotangent, images, image);
        result = new memory(image, engine);
        inputCotangent = new memory(image, engine);
        weightGradient = new memory(ofWeights.diff_weights_desc(), engine);
        forward = new Call(
                new convolution_forward(ofForward),
                arguments(
                        dnnl.DNNL_ARG_SRC,
                        from,
                        dnnl.DNNL_ARG_WEIGHTS,
                        memoryOf(weight, weights, ofForward.weights_desc()),
                        dnnl.DNNL_ARG_DST,
                        result));
        backwardData = new Call(
                new convolution_backward_data(ofData),
                arguments(
                        dnnl.DNNL_ARG_DIFF_DST,
                        back,
                        dnnl.DNNL_ARG_WEIGHTS,
                        memoryOf(weight, weights, ofData.weights_desc()),
                        dnnl.DNNL_ARG_DIFF_SRC,
                        inputCotangent));
        backwardWeights = new Call(
                new convolution_backward_weights(ofWeights),
                arguments(
                        dnnl.DNNL_ARG_SRC,
                        from,
                        dnnl.DNNL_ARG_DIFF_DST,
                        back,
                        dnnl.DNNL_ARG_DIFF_WEIGHTS,
                        weightGradient));
    }

    private static IntMemoryMap arguments(int first, memory a, int second, memory b, int third, memory c) {
        return new IntMemoryMap().put(first, a).put(second, b).put(third, c);
    }

    /** A tensor's values in an order. */
    private memory memoryOf(INDArray tensor, long[] shape, memory.desc order) {
        memory plain = new memory(plainOrder(shape), engine);
        double[] values = Agreement.values(tensor);
        FloatPointer to = new FloatPointer(plain.get_data_handle());
        for (int i = 0; i < values.length; i++) {
            to.put(i, (float) values[i]);
        }
        return reordered(plain, order);
    }

    private static memory.desc plainOrder(long[] shape) {
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.abcd);
    }

    private memory reordered(memory from, memory.desc order) {
        memory to = new memory(order, engine);
        new reorder(from, to).execute(stream, from, to);
        stream._wait();
        return to;
    }

    private double[] valuesOf(memory values, long[] shape) {
        FloatPointer from =
                new FloatPointer(reordered(values, plainOrder(shape)).get_data_handle());
        double[] copy = new double[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = from.get(i);
        }
        return copy;
    }

    private void run(Call call) {
        call.primitive().execute(stream, call.arguments());
    }

    void forward() {
        run(forward);
    }

    void backward() {
        run(backwardData);
        run(backwardWeights);
    }

    double[] result() {
        return valuesOf(result, images);
    }

    double[] inputCotangent() {
        return valuesOf(inputCotangent, images);
    }

    double[] weightGradient() {
        return valuesOf(weightGradient, weights);
    }

    /** Frees the largest; the rest goes with the objects. */
    void close() {
        result.close();
        inputCotangent.close();
        weightGradient.close();
    }
}
