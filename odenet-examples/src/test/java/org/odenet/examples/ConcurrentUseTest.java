package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.solvers.Solvers;

/** Many threads that use one model at once get what one thread alone gets, with every kernel. */
class ConcurrentUseTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 2;
    private static final Duration TIME = Duration.ofMillis(1000);
    private static final double ROUNDING = 1e-6;
    private static final int SIZE = 8;
    /** Shapes that differ between the threads, as do those that kernels keep things for. */
    private static final int[] BATCHES = {1, 4, 2, 7};

    private static final List<GradientMethod> METHODS =
            List.of(Gradients.direct(), Gradients.checkpointed().withMemoryBudget(0), Gradients.adjoint());

    static Stream<Arguments> networks() {
        return Stream.of(new Nd4jKernels(), KernelProviders.select())
                .flatMap(kernels -> Stream.of(Architecture.RES_ODE, Architecture.ODE_ONLY)
                        .map(architecture -> Arguments.of(kernels, architecture)));
    }

    /** What one thread computes again and again. */
    private record Task(ImageClassifier net, Kernels kernels, INDArray images) implements AutoCloseable {

        static Task of(ImageClassifier shared, Kernels kernels, int number) {
            GradientMethod method = METHODS.get(number % METHODS.size());
            int batch = BATCHES[number % BATCHES.length];
            double[] pixels = new SplittableRandom(number)
                    .doubles((long) batch * SIZE * SIZE, -1, 1)
                    .toArray();
            return new Task(
                    shared.with(Solvers.rk4(), method),
                    kernels,
                    Nd4j.create(pixels, new long[] {batch, 1, SIZE, SIZE}, 'c').castTo(DataType.FLOAT));
        }

        Result run() {
            return new Result(logits(), gradient());
        }

        private INDArray logits() {
            try (ArrayPool pool = new ArrayPool(kernels);
                    LayerContext context = LayerContext.inference(net.parameters(), pool);
                    ForwardPass pass = net.network().forward(images, context)) {
                return pass.output().dup('c');
            }
        }

        private INDArray gradient() {
            try (Parameters gradient = net.parameters().zerosLike();
                    ArrayPool pool = new ArrayPool(kernels);
                    LayerContext context = LayerContext.recording(net.parameters(), pool);
                    ForwardPass pass = net.network().forward(images, context)) {
                context.release(pass.backward(pass.output(), gradient));
                return gradient.flat().dup();
            }
        }

        @Override
        public void close() {
            images.close();
        }
    }

    private record Result(INDArray logits, INDArray gradient) implements AutoCloseable {

        double distance(Result other) {
            return Math.max(distance(logits, other.logits), distance(gradient, other.gradient));
        }

        private static double distance(INDArray a, INDArray b) {
            try (INDArray difference = a.sub(b)) {
                return difference.norm2Number().doubleValue() / b.norm2Number().doubleValue();
            }
        }

        @Override
        public void close() {
            logits.close();
            gradient.close();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void manyThreadsAgreeWithOne(Kernels kernels, Architecture architecture) throws Exception {
        OdeNetConfig config =
                OdeNetConfig.mnist().withImages(1, 3).withFilters(8).withSeed(3);
        List<Task> tasks = new ArrayList<>();
        List<Result> alone = new ArrayList<>();
        try (ImageClassifier net = OdeNets.build(architecture, config)) {
            for (int i = 0; i < THREADS; i++) {
                tasks.add(Task.of(net, kernels, i));
                alone.add(tasks.get(i).run());
            }
            assertThat(errorsTogether(tasks, alone))
                    .hasSizeGreaterThanOrEqualTo(ROUNDS * THREADS)
                    .allSatisfy(error -> assertThat(error).isLessThan(ROUNDING));
        } finally {
            tasks.forEach(Task::close);
            alone.forEach(Result::close);
        }
    }

    private static List<Double> errorsTogether(List<Task> tasks, List<Result> alone) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Task task = tasks.get(i);
                Result expected = alone.get(i);
                running.add(threads.submit(() -> {
                    start.await();
                    return errors(task, expected);
                }));
            }
            List<Double> errors = new ArrayList<>();
            for (Future<List<Double>> future : running) {
                errors.addAll(future.get());
            }
            return errors;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Double> errors(Task task, Result expected) {
        List<Double> errors = new ArrayList<>();
        long end = System.nanoTime() + TIME.toNanos();
        do {
            try (Result result = task.run()) {
                errors.add(result.distance(expected));
            }
        } while (errors.size() < ROUNDS || System.nanoTime() < end);
        return errors;
    }
}
