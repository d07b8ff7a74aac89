package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.tensor.Tensors;

/**
 * Compares a layer's backward pass with central differences in float64, on every element of small inputs and parameters
 * and along random directions, and checks the promises of {@link ForwardPass} on the way.
 */
public final class GradientCheck implements AutoCloseable {

    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-7;
    private static final int ELEMENTS = 150;
    private static final int DIRECTIONS = 3;

    private final Layer layer;
    private final SplittableRandom random = new SplittableRandom(7);
    private final ArrayPool pool;
    private final Parameters parameters;
    private double time = 0.3;
    private boolean training;
    private double worst;

    /**
     * Prepares the check of a layer.
     *
     * @param kernels the kernels that it runs on
     * @param layer the layer
     */
    public GradientCheck(Kernels kernels, Layer layer) {
        this.layer = layer;
        this.pool = new ArrayPool(kernels);
        this.parameters = Parameters.initialize(layer, DataType.DOUBLE, 11);
        if (parameters.count() > 0) {
            // Away from the special values 0 and 1.
            perturb(parameters.flat());
        }
    }

    /**
     * Checks a layer on ND4J's kernels, with inputs in both memory orders where they are images.
     *
     * @param layer the layer
     * @param shape the input's shape
     */
    public static void check(Layer layer, long... shape) {
        try (GradientCheck check = new GradientCheck(new Nd4jKernels(), layer)) {
            check.run(shape);
        }
    }

    /**
     * Checks in training mode, every run with the same seed.
     *
     * @return this check
     */
    public GradientCheck inTraining() {
        training = true;
        return this;
    }

    /**
     * Checks at another time.
     *
     * @param t the time
     * @return this check
     */
    public GradientCheck at(double t) {
        time = t;
        return this;
    }

    /**
     * Checks every element of small inputs and parameters and some directions, then, where the inputs are images, some
     * directions with the channels last in memory.
     *
     * @param shape the input's shape
     * @return the worst relative error
     */
    public double run(long... shape) {
        run(perturb(Nd4j.zeros(DataType.DOUBLE, shape)), ELEMENTS);
        if (shape.length == 4) {
            INDArray channelsLast = Nd4j.zeros(DataType.DOUBLE, shape[0], shape[2], shape[3], shape[1]);
            run(perturb(channelsLast.permute(0, 3, 1, 2)), 0);
        }
        System.out.printf(
                "gradient check: %-18s %-18s worst relative error %.1e%n",
                layer.getClass().getSimpleName(), Arrays.toString(shape), worst);
        return worst;
    }

    private void run(INDArray x, int elements) {
        INDArray cotangent = perturb(Nd4j.zeros(DataType.DOUBLE, layer.outputShape(x.shape())));
        INDArray xBefore = x.dup();
        INDArray cotangentBefore = cotangent.dup();
        try (LayerContext context = context();
                ForwardPass pass = layer.forward(x, context.at(time));
                Parameters gradient = parameters.zerosLike()) {
            assertThat(pass.output().shape()).isEqualTo(layer.outputShape(x.shape()));
            assertThat(pass.output().data()).isNotSameAs(x.data());
            INDArray inputCotangent = pass.backward(cotangent, gradient);
            assertThat(inputCotangent.shape()).isEqualTo(x.shape());
            assertRepeatable(x, cotangent, pass, inputCotangent, gradient);
            assertWritesIntoGivenTensors(x, cotangent, pass.output(), inputCotangent);
            compare("input", elements, x, inputCotangent, x, cotangent);
            if (parameters.count() > 0) {
                compare("parameters", elements, parameters.flat(), gradient.flat(), x, cotangent);
            }
            context.release(inputCotangent);
        }
        assertThat(x).as("the input is not changed").isEqualTo(xBefore);
        assertThat(cotangent).as("the cotangent is not changed").isEqualTo(cotangentBefore);
    }

    private void assertRepeatable(
            INDArray x, INDArray cotangent, ForwardPass pass, INDArray inputCotangent, Parameters gradient) {
        try (LayerContext context = context();
                ForwardPass second = layer.forward(x, context.at(time));
                LayerContext inference = context().withRecording(false);
                ForwardPass unrecorded = layer.forward(x, inference.at(time));
                Parameters twice = parameters.zerosLike()) {
            assertThat(second.output()).as("recording twice").isEqualTo(pass.output());
            assertThat(unrecorded.output()).as("without recording").isEqualTo(pass.output());
            for (int i = 0; i < 2; i++) {
                INDArray again = pass.backward(cotangent, twice);
                assertThat(again).as("backward again").isEqualTo(inputCotangent);
                context.release(again);
            }
            INDArray withoutGradient = second.backward(cotangent, null);
            assertThat(withoutGradient).as("backward without parameters").isEqualTo(inputCotangent);
            context.release(withoutGradient);
            if (gradient.count() > 0) {
                INDArray expected = gradient.flat().mul(2);
                assertThat(twice.flat().equalsWithEps(expected, 1e-9 * (1 + largest(expected))))
                        .as("gradients are added")
                        .isTrue();
            }
        }
    }

    private void assertWritesIntoGivenTensors(
            INDArray x, INDArray cotangent, INDArray output, INDArray inputCotangent) {
        for (boolean recording : new boolean[] {true, false}) {
            INDArray out = amongOtherSamples(output);
            try (LayerContext context = context().withRecording(recording);
                    ForwardPass pass = layer.forward(x, context.at(time), out)) {
                assertThat(out).as("into a given tensor").isEqualTo(output);
                if (recording) {
                    out.assign(Double.NaN);
                    INDArray back = amongOtherSamples(inputCotangent);
                    pass.backward(cotangent, null, back);
                    assertThat(back).as("backward into a given tensor").isEqualTo(inputCotangent);
                }
            }
        }
    }

    /** A tensor of the same shape, part of a larger batch. */
    private static INDArray amongOtherSamples(INDArray like) {
        long[] shape = like.shape().clone();
        INDArrayIndex[] all = new INDArrayIndex[shape.length];
        Arrays.fill(all, NDArrayIndex.all());
        all[0] = NDArrayIndex.interval(1, 1 + shape[0]);
        shape[0] += 2;
        return Nd4j.valueArrayOf(shape, Double.NaN, DataType.DOUBLE).get(all);
    }

    private static double largest(INDArray values) {
        return values.amaxNumber().doubleValue();
    }

    /** Compares the derivative of {@code <cotangent, layer(x)>} by a tensor with central differences. */
    private void compare(
            String what, int elements, INDArray variable, INDArray derivative, INDArray x, INDArray cotangent) {
        long length = variable.length();
        double scale = Math.max(largest(derivative), 1e-3);
        for (long i = 0; i < Math.min(length, elements); i++) {
            long index = length <= elements ? i : random.nextLong(length);
            INDArray direction = Nd4j.zeros(DataType.DOUBLE, variable.shape());
            direction.putScalar(index, 1);
            compareAlong(what + " element " + index, direction, scale, variable, derivative, x, cotangent);
        }
        for (int i = 0; i < DIRECTIONS; i++) {
            INDArray direction = perturb(Nd4j.zeros(DataType.DOUBLE, variable.shape()));
            compareAlong(what + " along a direction", direction, scale, variable, derivative, x, cotangent);
        }
    }

    private void compareAlong(
            String what,
            INDArray direction,
            double scale,
            INDArray variable,
            INDArray derivative,
            INDArray x,
            INDArray cotangent) {
        double expected = derivative.mul(direction).sumNumber().doubleValue();
        INDArray before = Tensors.like(variable).assign(variable);
        variable.addi(direction.mul(STEP));
        double after = product(x, cotangent);
        variable.assign(before).subi(direction.mul(STEP));
        double difference = (after - product(x, cotangent)) / (2 * STEP);
        variable.assign(before);
        double error = Math.abs(difference - expected)
                / (scale * Math.max(1, direction.norm2Number().doubleValue()));
        worst = Math.max(worst, error);
        assertThat(error)
                .as(
                        "%s of %s: backward gives %s, differences give %s",
                        what, layer.getClass().getSimpleName(), expected, difference)
                .isLessThan(TOLERANCE);
    }

    private double product(INDArray x, INDArray cotangent) {
        try (LayerContext context = context().withRecording(false);
                ForwardPass pass = layer.forward(x, context.at(time))) {
            return pass.output().mul(cotangent).sumNumber().doubleValue();
        }
    }

    private LayerContext context() {
        return training ? LayerContext.training(parameters, pool, 5) : LayerContext.recording(parameters, pool);
    }

    /** Adds numbers in ±1 to a tensor. */
    private INDArray perturb(INDArray tensor) {
        INDArray noise = Nd4j.create(random.doubles(tensor.length(), -1, 1).toArray(), tensor.shape(), 'c');
        return tensor.addi(noise);
    }

    @Override
    public void close() {
        parameters.close();
        pool.close();
    }
}
