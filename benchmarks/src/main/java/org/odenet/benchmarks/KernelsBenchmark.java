package org.odenet.benchmarks;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Window2d;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels that serve in this process: 3×3 convolutions and group normalization with ReLU. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelsBenchmark {

    private static final int GROUPS = 32;
    private static final double EPSILON = 1e-5;

    /** The state: channels, height and width. */
    @Param({"64x6x6", "64x14x14", "256x8x8"})
    public String shape;

    private Kernels kernels;
    private Convolution convolution;
    private INDArray weight;
    private INDArray x;
    private INDArray cotangent;
    private INDArray out;
    private INDArray weightGradient;
    private INDArray scale;
    private INDArray shift;
    private INDArray scaleGradient;
    private INDArray shiftGradient;
    private INDArray statistics;

    /** Makes the benchmark; JMH calls this. */
    public KernelsBenchmark() {}

    /** Makes the inputs. */
    @Setup
    public void prepare() {
        StateShape state = StateShape.parse(shape);
        int channels = state.channels();
        kernels = KernelProviders.select();
        weight = StateShape.random(kernels, 3, channels, channels, 3, 3);
        convolution = kernels.convolution(new Window2d(3, 1, 1), weight);
        x = state.random(kernels, 1);
        cotangent = state.random(kernels, 2);
        out = kernels.create(DataType.FLOAT, state.dimensions());
        weightGradient = kernels.create(DataType.FLOAT, weight.shape()).assign(0);
        scale = Nd4j.ones(DataType.FLOAT, channels);
        shift = Nd4j.zeros(DataType.FLOAT, channels);
        scaleGradient = Nd4j.zeros(DataType.FLOAT, channels);
        shiftGradient = Nd4j.zeros(DataType.FLOAT, channels);
        statistics = Nd4j.create(DataType.FLOAT, 2, StateShape.BATCH, GROUPS);
        groupNormForward();
    }

    /** The convolution. */
    @Benchmark
    public void convolutionForward() {
        convolution.forward(x, null, out);
    }

    /** The convolution's vector-Jacobian products. */
    @Benchmark
    public void convolutionBackward() {
        convolution.backward(x, cotangent, out, weightGradient);
    }

    /** Group normalization with ReLU. */
    @Benchmark
    public void groupNormForward() {
        kernels.groupNorm(x, GROUPS, scale, shift, EPSILON, true, out, statistics);
    }

    /** The vector-Jacobian products of group normalization with ReLU. */
    @Benchmark
    public void groupNormBackward() {
        kernels.groupNormBackward(
                x, GROUPS, scale, shift, true, statistics, cotangent, out, scaleGradient, shiftGradient);
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        convolution.close();
        for (INDArray tensor : new INDArray[] {
            weight, x, cotangent, out, weightGradient, scale, shift, scaleGradient, shiftGradient, statistics
        }) {
            tensor.close();
        }
    }
}
