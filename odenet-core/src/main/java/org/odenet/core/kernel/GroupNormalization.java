package org.odenet.core.kernel;

import static org.odenet.core.kernel.Scratch.broadcast;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Group normalization on pixels {@code [batch, height * width, channels]}. */
final class GroupNormalization {

    private final int groups;
    private final INDArray scale;
    private final INDArray shift;
    private final boolean relu;
    /** {@code [batch, groups]}. */
    private final INDArray mean;
    /** The reciprocal standard deviation, {@code [batch, groups]}. */
    private final INDArray reciprocal;

    GroupNormalization(int groups, INDArray scale, INDArray shift, boolean relu, INDArray statistics) {
        this.groups = groups;
        this.scale = scale;
        this.shift = shift;
        this.relu = relu;
        this.mean = statistics.slice(0);
        this.reciprocal = statistics.slice(1);
    }

    void forward(Nhwc x, double epsilon, Nhwc out) {
        try (Scratch scratch = new Scratch(x.array().dataType())) {
            INDArray y = out.pixels();
            assignGroupMeans(scratch, x.array(), mean);
            centre(scratch, x, y);
            // The variance of the centred values: the mean of squares less the square of the mean would cancel.
            INDArray squares = scratch.create(out.array().shape());
            y.muli(y, squares.reshape('c', y.shape()));
            assignGroupMeans(scratch, squares, reciprocal);
            reciprocal.addi(epsilon);
            Transforms.sqrt(reciprocal, false).rdivi(1);
            finish(scratch, y);
        }
    }

    /** Computes the result of the forward pass from its statistics. */
    void repeat(Nhwc x, Nhwc out) {
        try (Scratch scratch = new Scratch(x.array().dataType())) {
            INDArray y = out.pixels();
            centre(scratch, x, y);
            finish(scratch, y);
        }
    }

    private void finish(Scratch scratch, INDArray centred) {
        scaleAndShift(scratch, centred, centred);
        if (relu) {
            rectify(centred);
        }
    }

    void backward(Nhwc x, Nhwc cotangent, Nhwc inputCotangent, INDArray scaleGradient, INDArray shiftGradient) {
        try (Scratch scratch = new Scratch(x.array().dataType())) {
            INDArray normal = scratch.create(x.pixels().shape());
            INDArray back = cotangent.pixels();
            centre(scratch, x, normal);
            if (relu) {
                back = scratch.create(normal.shape());
                scaleAndShift(scratch, normal, back);
                Nd4j.exec(DynamicCustomOp.builder("relu_bp")
                        .addInputs(back, cotangent.pixels())
                        .addOutputs(back)
                        .addFloatingPointArguments(0.0)
                        .build());
            }
            broadcast("multiply", normal, perChannel(scratch, reciprocal, null), normal);
            INDArray product = scratch.create(x.array().shape());
            back.muli(normal, product.reshape('c', normal.shape()));
            INDArray shiftParts =
                    channelSums(scratch, back.reshape('c', x.array().shape()));
            INDArray scaleParts = channelSums(scratch, product);
            if (scaleGradient != null) {
                shiftGradient.addi(scratch.keep(shiftParts.sum(0)));
                scaleGradient.addi(scratch.keep(scaleParts.sum(0)));
            }
            // dx = r γ g - r mean(γ g) - r x̂ mean(γ g x̂), the means over a group.
            INDArray dx = inputCotangent.pixels();
            broadcast("multiply", back, perChannel(scratch, reciprocal, scale), dx);
            broadcast("multiply", normal, projection(scratch, scaleParts, x), normal);
            dx.subi(normal);
            broadcast("subtract", dx, projection(scratch, shiftParts, x), dx);
        }
    }

    private void centre(Scratch scratch, Nhwc x, INDArray out) {
        broadcast("subtract", x.pixels(), perChannel(scratch, mean, null), out);
    }

    private void scaleAndShift(Scratch scratch, INDArray centred, INDArray out) {
        broadcast("multiply", centred, perChannel(scratch, reciprocal, scale), out);
        broadcast("add", out, shift.reshape('c', 1, 1, shift.length()), out);
    }

    private static void rectify(INDArray y) {
        Nd4j.exec(DynamicCustomOp.builder("relu")
                .addInputs(y)
                .addOutputs(y)
                .addFloatingPointArguments(0.0)
                .build());
    }

    /** The group's mean of {@code γ} times the parts, times the reciprocal deviation, {@code [batch, 1, channels]}. */
    private INDArray projection(Scratch scratch, INDArray parts, Nhwc x) {
        INDArray weighted = scratch.create(parts.shape());
        broadcast("multiply", parts, scale.reshape('c', 1, scale.length()), weighted);
        INDArray sums = scratch.keep(grouped(weighted).sum(2));
        sums.muli(reciprocal).divi((double) x.pixels().size(1) * scale.length() / groups);
        return perChannel(scratch, sums, null);
    }

    /** Values of groups, times a vector of channels if there is one: {@code [batch, 1, channels]}. */
    private INDArray perChannel(Scratch scratch, INDArray perGroup, INDArray channels) {
        long batch = perGroup.size(0);
        long perGroupChannels = scale.length() / groups;
        INDArray result = scratch.create(batch, groups, perGroupChannels);
        INDArray factors = channels == null ? scratch.keep(Nd4j.ones(scale.dataType(), scale.length())) : channels;
        broadcast(
                "multiply",
                perGroup.reshape('c', batch, groups, 1),
                factors.reshape('c', 1, groups, perGroupChannels),
                result);
        return result.reshape('c', batch, 1, scale.length());
    }

    private void assignGroupMeans(Scratch scratch, INDArray images, INDArray out) {
        INDArray means = scratch.keep(Nhwc.means(images));
        out.assign(scratch.keep(grouped(means).mean(2)));
    }

    /** The sum of each channel of each image, {@code [batch, channels]}. */
    private static INDArray channelSums(Scratch scratch, INDArray images) {
        return scratch.keep(Nhwc.means(images)).muli(images.size(1) * images.size(2));
    }

    private INDArray grouped(INDArray perChannel) {
        return perChannel.reshape('c', perChannel.size(0), groups, perChannel.size(1) / groups);
    }
}
