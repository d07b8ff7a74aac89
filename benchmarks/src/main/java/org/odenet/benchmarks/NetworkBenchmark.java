package org.odenet.benchmarks;

import java.util.concurrent.TimeUnit;
import org.odenet.adjoint.Gradients;
import org.odenet.models.Architecture;
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

/** Whole training steps on MNIST, batches of 128, and the latency of a single image. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkBenchmark {

    /** The network. */
    @Param({"res-ode", "ode-only"})
    public String architecture;

    /** The gradient method of training. */
    @Param({"direct", "checkpointed", "adjoint"})
    public String gradient;

    private TrainingWork training;
    private InferenceWork inference;

    /** Makes the benchmark; JMH calls this. */
    public NetworkBenchmark() {}

    /** Makes the networks. */
    @Setup
    public void prepare() {
        Architecture network = Architecture.byName(architecture);
        training = new TrainingWork(network, Gradients.byName(gradient));
        inference = new InferenceWork(network);
    }

    /** Forward, loss, backward, update. */
    @Benchmark
    public void trainingStep() {
        training.run();
    }

    /** One image to its logits; the gradient method does not matter. */
    @Benchmark
    public void singleImage() {
        inference.run();
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        training.close();
        inference.close();
    }
}
