package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final long MILLI = 1_000_000;
    private static final ServiceOptions OPTIONS =
            ServiceOptions.defaults().withLatency(Duration.ofMillis(50)).withMaxBatch(2);

    private final WaitingLine line = new WaitingLine(100, Long.MAX_VALUE);
    private final FirstStep firstStep = new FirstStep();
    private final List<Boolean> begun = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private long now;

    private final List<Throwable> failures = new ArrayList<>();

    /** Serves what waits, in batches of two, with a target of 50 ms; a batch takes 20 ms. */
    private void serveAll() {
        serveAll(OPTIONS, (batch, pace) -> {
            sizes.add(batch.size());
            begun.add(pace.begins());
            first.add(pace.firstStep());
            now += 20 * MILLI;
        });
    }

    private void serveAll(ServiceOptions options, BiConsumer<List<Pending>, Pace> solve) {
        line.close();
        new Worker(line, options, () -> now, firstStep, solve, (batch, why) -> failures.add(why)).run();
    }

    private CompletableFuture<Answer> add(long submitted) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        line.add(new Pending(new float[1], Query.full(), submitted, answer));
        return answer;
    }

    @Test
    void inTimeEveryBatchTakesSteps() {
        add(0);
        add(0);
        add(0);

        serveAll();

        assertThat(sizes).containsExactly(2, 1);
        assertThat(begun).containsExactly(true, true);
    }

    @Test
    void whenNotEvenOneStepIsInTimeSomeBatchesTakeItAllTheSame() {
        for (int i = 0; i < 20; i++) {
            add(0);
        }
        now = 1_000 * MILLI;

        serveAll();

        // The last one has nobody behind it.
        assertThat(begun).containsExactly(false, false, false, true, false, false, false, true, false, true);
    }

    @Test
    void batchesMayBeOfAnySize() {
        add(0);
        add(0);
        add(0);
        ServiceOptions unlimited = OPTIONS.withMaxBatch(Integer.MAX_VALUE).withWorkers(2);

        serveAll(unlimited, (batch, pace) -> {
            sizes.add(batch.size());
            begun.add(pace.goesOn(MILLI));
        });

        assertThat(failures).isEmpty();
        assertThat(sizes).containsExactly(3);
        assertThat(begun).containsExactly(true);
    }

    @Test
    void aFailureIsToldAndTheNextBatchIsServed() {
        add(0);
        add(0);
        add(0);
        IllegalStateException failure = new IllegalStateException("of the first batch");

        serveAll(OPTIONS, (batch, pace) -> {
            sizes.add(batch.size());
            if (batch.size() == 2) {
                throw failure;
            }
        });

        assertThat(failures).containsExactly(failure);
        assertThat(sizes).containsExactly(2, 1);
    }

    @Test
    void cancelledQueriesAreLeftOut() {
        add(0).cancel(false);
        add(0).cancel(false);
        add(0);

        serveAll();

        assertThat(sizes).containsExactly(1);
    }

    @Test
    void batchesShrinkWhereAStepTakesLong() {
        for (int i = 0; i < 4; i++) {
            add(0);
        }

        serveAll(OPTIONS, (batch, pace) -> {
            sizes.add(batch.size());
            now += 40 * MILLI;
            pace.tried();
        });

        assertThat(sizes).containsExactly(2, 1, 1);
    }

    @Test
    void onlyQueriesUnderLoadBeginWithTheStepThatWasRightLately() {
        firstStep.learn(0, 0.25, Math.pow(0.8, 5));
        add(0);
        add(0);
        add(0);

        serveAll();

        assertThat(first.get(0)).isEqualTo(firstStep.size(0));
        assertThat(first.get(1)).isNaN();
    }
}
