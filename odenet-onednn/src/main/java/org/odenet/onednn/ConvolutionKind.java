package org.odenet.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;

/** The computations of a convolution, each a primitive of oneDNN with weights in the order that it likes best. */
enum ConvolutionKind {
    /** The output is overwritten. */
    FORWARD {
        @Override
        Prepared prepare(ConvolutionShape shape) {
            return forward(describe(shape, attributes()));
        }
    },

    /** The output is overwritten, a value for each channel added. */
    FORWARD_WITH_BIAS {
        @Override
        Prepared prepare(ConvolutionShape shape) {
            return forward(new convolution_forward.primitive_desc(
                    NativeThread.ENGINE,
                    dnnl_forward_training,
                    dnnl_convolution_direct,
                    Descriptors.factors(shape.precision(), shape.input()),
                    Descriptors.anyOrder(shape.precision(), shape.weight()),
                    Descriptors.vector(shape.outChannels()),
                    Descriptors.images(shape.output()),
                    shape.stride(),
                    shape.padding(),
                    shape.padding(),
                    attributes(),
                    false));
        }
    },

    /** The result is added to the output. */
    FORWARD_ADDING {
        @Override
        Prepared prepare(ConvolutionShape shape) {
            post_ops sum = new post_ops();
            sum.append_sum();
            primitive_attr attributes = attributes();
            attributes.set_post_ops(sum);
            return forward(describe(shape, attributes));
        }
    },

    /** The input's cotangent. */
    BACKWARD_DATA {
        @Override
        Prepared prepare(ConvolutionShape shape) {
            convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                    NativeThread.ENGINE,
                    dnnl_convolution_direct,
                    Descriptors.images(shape.input()),
                    Descriptors.anyOrder(shape.precision(), shape.weight()),
                    Descriptors.factors(shape.precision(), shape.output()),
                    shape.stride(),
                    shape.padding(),
                    shape.padding(),
                    describe(shape, attributes()),
                    attributes(),
                    false);
            return new Prepared(
                    new convolution_backward_data(description),
                    description.weights_desc(),
                    description.scratchpad_desc());
        }
    },

    /** The weight's gradient. */
    BACKWARD_WEIGHTS {
        @Override
        Prepared prepare(ConvolutionShape shape) {
            convolution_backward_weights.primitive_desc description = new convolution_backward_weights.primitive_desc(
                    NativeThread.ENGINE,
                    dnnl_convolution_direct,
                    Descriptors.factors(shape.precision(), shape.input()),
                    Descriptors.anyOrder(Precision.FLOAT32, shape.weight()),
                    Descriptors.factors(shape.precision(), shape.output()),
                    shape.stride(),
                    shape.padding(),
                    shape.padding(),
                    describe(shape, attributes()),
                    attributes(),
                    false);
            return new Prepared(
                    new convolution_backward_weights(description),
                    description.diff_weights_desc(),
                    description.scratchpad_desc());
        }
    };

    /**
     * A primitive, which any number of threads may run, with the order of its weights (or their gradient) and the
     * scratch that each run needs.
     */
    record Prepared(primitive primitive, memory.desc weights, memory.desc scratch) {}

    /** Makes the primitive; its machine code is generated here, which takes milliseconds. */
    abstract Prepared prepare(ConvolutionShape shape);

    private static Prepared forward(convolution_forward.primitive_desc description) {
        return new Prepared(
                new convolution_forward(description), description.weights_desc(), description.scratchpad_desc());
    }

    private static convolution_forward.primitive_desc describe(ConvolutionShape shape, primitive_attr attributes) {
        return new convolution_forward.primitive_desc(
                NativeThread.ENGINE,
                dnnl_forward_training,
                dnnl_convolution_direct,
                Descriptors.factors(shape.precision(), shape.input()),
                Descriptors.anyOrder(shape.precision(), shape.weight()),
                Descriptors.images(shape.output()),
                shape.stride(),
                shape.padding(),
                shape.padding(),
                attributes,
                false);
    }

    /** Scratch of the library's own would bind a primitive to the thread that made it. */
    private static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }
}
