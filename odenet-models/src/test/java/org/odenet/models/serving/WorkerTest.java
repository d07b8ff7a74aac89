package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final long MILLI = 1_000_000;

    private final WaitingLine line = new WaitingLine(100, Long.MAX_VALUE);
    private final FirstStep firstStep = new FirstStep();
    private final List<Boolean> begun = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private long now;

    /** Serves what waits, in batches of two, with a target of 50 ms; a batch takes 20 ms. */
    private void serveAll() {
        line.close();
        ServiceOptions options =
                ServiceOptions.defaults().withLatency(Duration.ofMillis(50)).withMaxBatch(2);
        new Worker(line, options, () -> now, firstStep, (batch, pace) -> {
                    sizes.add(batch.size());
                    begun.add(pace.begins());
                    first.add(pace.firstStep());
                    now += 20 * MILLI;
                })
                .run();
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
    void cancelledQueriesAreLeftOut() {
        add(0).cancel(false);
        add(0).cancel(false);
        add(0);

        serveAll();

        assertThat(sizes).containsExactly(1);
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
