package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import org.odenet.solvers.Solvers;

class QueryServiceTest {

    private static final ServiceOptions PATIENT = ServiceOptions.defaults().withLatency(Duration.ofHours(1));

    private static ImageClassifier net;
    private static float[][] images;

    @BeforeAll
    static void makeNetwork() {
        // Tight tolerances, for many steps that can be cut.
        net = OdeNets.odeOnly(
                TinyTask.config().withSolver(Solvers.dormandPrince54().tolerances(1e-5, 1e-5)));
        try (INDArray values = TinyTask.inputs(DataType.FLOAT, 8, 5)) {
            images = values.reshape(8, TinyTask.SIZE * TinyTask.SIZE).toFloatMatrix();
        }
    }

    @AfterAll
    static void free() {
        net.close();
    }

    private static QueryService start(ServiceOptions options) {
        return QueryService.start(net, TinyTask.SIZE, TinyTask.SIZE, options);
    }

    private static INDArray tensor(float[] image) {
        return Nd4j.create(image, new long[] {1, 1, TinyTask.SIZE, TinyTask.SIZE}, 'c');
    }

    private static void assertSame(float[] features, INDArray expected) {
        float[] values = expected.dup('c').data().asFloat();
        for (int i = 0; i < values.length; i++) {
            assertThat(features[i]).isCloseTo(values[i], within(1e-4f));
        }
    }

    @Test
    void answersAsTheExtractorDoes() {
        try (QueryService service = start(PATIENT);
                FeatureExtractor extractor = new FeatureExtractor(net);
                INDArray image = tensor(images[0]);
                Features half = extractor.at(image, 0.5);
                Features budget = extractor.withinEvaluations(image, 20);
                INDArray logits = net.logits(image)) {
            Answer full = service.submit(images[0], Query.full()).join();
            assertThat(full.depth()).isEqualTo(1);
            assertThat(full.cut()).isFalse();
            assertThat(full.predicted()).isEqualTo(logits.argMax(1).getInt(0));
            assertThat(full.confidence()).isBetween(0.0, 1.0);
            assertThat(full.path()).isEmpty();

            Answer toHalf = service.submit(images[0], Query.toDepth(0.5)).join();
            assertThat(toHalf.depth()).isEqualTo(0.5);
            assertThat(toHalf.evaluations()).isEqualTo(half.evaluations()[0]);
            assertSame(toHalf.features(), half.values());

            Answer within =
                    service.submit(images[0], Query.withinEvaluations(20)).join();
            assertThat(within.depth()).isEqualTo(budget.depth()).isBetween(1e-6, 0.999);
            assertThat(within.evaluations()).isEqualTo(budget.evaluations()[0]).isLessThanOrEqualTo(20);
            assertSame(within.features(), budget.values());

            Answer atStart = service.submit(images[0], Query.toDepth(0)).join();
            assertThat(atStart.depth()).isZero();
            assertThat(atStart.evaluations()).isZero();
        }
    }

    @Test
    void showsTheWayThere() {
        try (QueryService service = start(PATIENT)) {
            Answer answer =
                    service.submit(images[1], Query.toDepth(0.8).withPath(4)).join();

            assertThat(answer.path()).hasSize(5);
            for (int k = 0; k <= 4; k++) {
                assertThat(answer.path().get(k).depth()).isCloseTo(0.2 * k, within(1e-12));
            }
            assertThat(answer.path().get(4).features()).isEqualTo(answer.features());
        }
    }

    @Test
    void aLooserToleranceCostsLess() {
        try (QueryService service = start(PATIENT)) {
            Answer own = service.submit(images[2], Query.full()).join();
            Answer loose =
                    service.submit(images[2], Query.full().withTolerance(0.1)).join();

            assertThat(loose.evaluations()).isLessThan(own.evaluations());
            assertThat(loose.depth()).isEqualTo(1);
        }
    }

    @Test
    void aDeadlineThatHasPassedLeavesTheStart() {
        try (QueryService service = start(PATIENT)) {
            Answer answer =
                    service.submit(images[3], Query.within(Duration.ofNanos(1))).join();

            assertThat(answer.depth()).isZero();
            assertThat(answer.cut()).isFalse();
        }
    }

    @Test
    void aDeadlineMayBeBeyondAllTime() {
        try (QueryService service = start(PATIENT)) {
            Duration ages = Duration.ofSeconds(Long.MAX_VALUE);

            assertThat(service.submit(images[3], Query.within(ages)).join().depth())
                    .isEqualTo(1);
        }
    }

    /** Of a batch, each query keeps limits of its own. */
    @Test
    void queriesThatShareASolveEachGetWhatTheyAskedFor() {
        try (NetworkParts network = new NetworkParts(net, net.odeBlock().orElseThrow());
                FeatureExtractor extractor = new FeatureExtractor(net);
                INDArray pair = Nd4j.concat(0, tensor(images[0]), tensor(images[1]), tensor(images[2]));
                Features expected = extractor.at(pair, 0.3)) {
            List<Pending> batch =
                    List.of(pending(Query.toDepth(0.3)), pending(Query.withinEvaluations(14)), pending(Query.full()));

            List<Answer> answers = new ArrayList<>();
            OdeSolver solver = net.odeBlock().orElseThrow().solver();
            Unhurried pace = new Unhurried();
            new BatchSolve(network, solver, batch, System::nanoTime, pace, answers::add).run(pair);

            assertThat(answers).hasSize(3).allSatisfy(answer -> assertThat(answer.companions())
                    .isEqualTo(3));
            Answer atDepth = batch.get(0).answer().join();
            assertThat(atDepth.depth()).isEqualTo(0.3);
            assertThat((double) atDepth.features()[0])
                    .isCloseTo(expected.values().getDouble(0, 0), within(1e-4));
            Answer withinBudget = batch.get(1).answer().join();
            assertThat(withinBudget.evaluations()).isLessThanOrEqualTo(14);
            assertThat(withinBudget.depth()).isBetween(1e-6, 0.999);
            assertThat(batch.get(2).answer().join().depth()).isEqualTo(1);
            assertThat(pace.tried).isEqualTo(1);
            assertThat(pace.sized).isEqualTo(1);
        }
    }

    /** Its size is that of the interval, and tells nothing; the time that it takes is what the batches' size rests on. */
    @Test
    void theTimeOfASingleStepIsLearntToo() {
        try (NetworkParts network = new NetworkParts(net, net.odeBlock().orElseThrow());
                INDArray image = tensor(images[0])) {
            Unhurried pace = new Unhurried();
            List<Pending> batch = List.of(pending(Query.full()));

            new BatchSolve(network, Solvers.euler(), batch, System::nanoTime, pace, answer -> {}).run(image);

            assertThat(batch.get(0).answer().join().evaluations()).isEqualTo(1);
            assertThat(pace.tried).isEqualTo(1);
            assertThat(pace.sized).isZero();
        }
    }

    private static final class Unhurried implements Pace {

        private int tried;
        private int sized;

        @Override
        public boolean begins() {
            return true;
        }

        @Override
        public boolean goesOn(long step) {
            return true;
        }

        @Override
        public double firstStep() {
            return Double.NaN;
        }

        @Override
        public void tried() {
            tried++;
        }

        @Override
        public void sized(double step, double error) {
            sized++;
        }
    }

    private static Pending pending(Query query) {
        return new Pending(null, query, System.nanoTime(), new CompletableFuture<>());
    }

    /** The clock stands still but for an hour a reading, so every target is missed: one step is taken all the same. */
    @Test
    void theLoadCutsTheDepthButLeavesOneStep() {
        AtomicLong time = new AtomicLong();
        try (QueryService service = QueryService.start(
                net, TinyTask.SIZE, TinyTask.SIZE, PATIENT, () -> time.addAndGet(3_600_000_000_000L))) {
            Answer answer = service.submit(images[0], Query.full()).join();

            assertThat(answer.cut()).isTrue();
            assertThat(answer.depth()).isGreaterThan(0).isLessThan(1);
            assertThat(answer.evaluations()).isPositive();
        }
    }

    @Test
    void queriesThatWaitAreServedTogether() {
        Gate gate = new Gate();
        try (QueryService service = gate.start(PATIENT.withMaxBatch(4))) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (float[] image : images) {
                answers.add(service.submit(image, Query.toDepth(0.2)));
            }
            assertThat(service.status().waiting()).isEqualTo(8);
            gate.open.countDown();

            answers.forEach(CompletableFuture::join);

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().companions()).isEqualTo(4));
        }
    }

    /** A clock at which the worker of a service waits until it is opened. */
    private static final class Gate implements LongSupplier {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public long getAsLong() {
            if (Thread.currentThread().getName().startsWith("queries")) {
                reached.countDown();
                await(open);
            }
            return System.nanoTime();
        }

        /** Starts a service whose worker has the first query in hand and goes no further. */
        QueryService start(ServiceOptions options) {
            QueryService service = QueryService.start(net, TinyTask.SIZE, TinyTask.SIZE, options, this);
            service.submit(images[0], Query.full());
            await(reached);
            return service;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesWhatItDoesNotTake() {
        try (QueryService service = start(PATIENT)) {
            assertThatThrownBy(() -> service.submit(new float[3], Query.full()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 values")
                    .hasMessageContaining("1x8x8 = 64");
        }
        assertThatThrownBy(() -> QueryService.start(OdeNets.resNet(TinyTask.config()), 8, 8, PATIENT))
                .hasMessageContaining("no ODE block");
        assertThatThrownBy(() -> PATIENT.withMaxBatch(0)).hasMessageContaining("share a solve is 0");
    }

    /** It would fail the queries that share its solve. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAnImageThatIsNotFinite(float value) {
        float[] poisoned = images[0].clone();
        poisoned[7] = value;
        try (QueryService service = start(PATIENT)) {
            assertThatThrownBy(() -> service.submit(poisoned, Query.full()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the image's value 7 is " + value);
        }
    }

    @Test
    void refusesQueriesBeyondItsBoundAndAnswersThoseThatWait() {
        Gate gate = new Gate();
        try (QueryService service = gate.start(PATIENT.withMaxWaiting(2))) {
            CompletableFuture<Answer> second = service.submit(images[1], Query.full());
            CompletableFuture<Answer> third = service.submit(images[2], Query.full());

            assertThatThrownBy(() -> service.submit(images[3], Query.full())).isInstanceOf(OverloadedException.class);

            gate.open.countDown();
            assertThat(second.join().depth()).isEqualTo(1);
            assertThat(third.join().depth()).isEqualTo(1);
            assertThat(service.status().refused()).isEqualTo(1);
        }
    }

    @Test
    void closingAnswersWhatWaitsAndTakesNoMore() {
        QueryService service = start(PATIENT);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (service) {
            for (float[] image : images) {
                answers.add(service.submit(image, Query.full()));
            }
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThatThrownBy(() -> service.submit(images[0], Query.full())).hasMessageContaining("closed");
    }

    @Test
    void aFailedSolveTellsWhyAndTheNextIsServed() {
        float[] poisoned = new float[images[0].length];
        // So large that the network's sums are infinite.
        Arrays.fill(poisoned, Float.MAX_VALUE);
        try (QueryService service = start(PATIENT)) {
            CompletableFuture<Answer> failed = service.submit(poisoned, Query.full());

            assertThatThrownBy(failed::join)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("NON_FINITE");
            assertThat(service.submit(images[1], Query.full()).join().depth()).isEqualTo(1);
        }
    }

    @Test
    void tellsHowItFares() {
        try (QueryService service = start(PATIENT)) {
            for (float[] image : images) {
                service.submit(image, Query.toDepth(0.5)).join();
            }
            ServiceStatus status = service.status();
            assertThat(status.answered()).isEqualTo(8);
            assertThat(status.recent()).isEqualTo(8);
            assertThat(status.meanDepth()).isEqualTo(0.5);
            assertThat(status.meanBatch()).isEqualTo(1);
            assertThat(status.median()).isPositive().isLessThanOrEqualTo(status.percentile95());
            assertThat(status.percentile95()).isLessThanOrEqualTo(status.percentile99());
        }
    }
}
