package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sharing of time in a service of one worker whose clock and costs are made up. */
class SimulatedServiceTest {

    private static final Duration TARGET = Duration.ofMillis(50);
    private static final int BATCH = 32;
    private static final int STEPS = 4;
    private static final double FULL_SINGLE_MS = start(1) + STEPS * step(1);

    /** A single query costs the double of one in a large batch. */
    private static double start(int batch) {
        return 0.8 + 0.4 * batch;
    }

    private static double step(int batch) {
        return 0.7 + 0.5 * batch;
    }

    private record Served(double submitted, double latency, int steps) {}

    private static double arrival(int query, double rate) {
        return query / rate;
    }

    /** Serves queries that come at even distances, in milliseconds, and says how each fared. */
    private static List<Served> serve(int queries, double rate, double from) {
        TimeSharing sharing = new TimeSharing(TARGET, BATCH);
        List<Served> served = new ArrayList<>();
        Deque<Double> line = new ArrayDeque<>();
        double now = from;
        int next = 0;
        while (served.size() < queries) {
            now = line.isEmpty() ? Math.max(now, from + arrival(next, rate)) : now;
            next = arrive(line, next, queries, rate, from, now);
            List<Double> batch = new ArrayList<>();
            while (batch.size() < BATCH && !line.isEmpty()) {
                batch.add(line.remove());
            }
            now += start(batch.size());
            double step = step(batch.size());
            int steps = 0;
            boolean goesOn = true;
            while (steps < STEPS && goesOn) {
                now += step;
                steps++;
                next = arrive(line, next, queries, rate, from, now);
                double oldest = line.isEmpty() ? 0 : now - line.peek();
                goesOn = sharing.allows(new Load(line.size(), ms(oldest), ms(now - batch.get(0))), ms(step));
            }
            for (double submitted : batch) {
                served.add(new Served(submitted, now - submitted, steps));
            }
        }
        return served;
    }

    private static int arrive(Deque<Double> line, int next, int queries, double rate, double from, double now) {
        int arrived = next;
        while (arrived < queries && from + arrival(arrived, rate) <= now) {
            line.add(from + arrival(arrived, rate));
            arrived++;
        }
        return arrived;
    }

    private static Duration ms(double milliseconds) {
        return Duration.ofNanos((long) (milliseconds * 1e6));
    }

    private static double meanDepth(List<Served> served) {
        return served.stream().mapToInt(Served::steps).average().orElseThrow() / STEPS;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.9})
    void belowTheCapacityEveryQueryGoesToTheEnd(double load) {
        List<Served> served = serve(2_000, load / FULL_SINGLE_MS, 0);

        assertThat(meanDepth(served)).isEqualTo(1);
        assertThat(served).allSatisfy(query -> assertThat(query.latency()).isLessThan(TARGET.toMillis()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2, 3, 4})
    void aboveItTheDepthFallsAndTheLatencyStays(double load) {
        List<Served> served = serve(5_000, load / FULL_SINGLE_MS, 0);

        assertThat(meanDepth(served)).isGreaterThanOrEqualTo(1.0 / STEPS);
        assertThat(served).allSatisfy(query -> {
            assertThat(query.steps()).isPositive();
            assertThat(query.latency()).isLessThan(TARGET.toMillis());
        });
        // The line does not grow.
        assertThat(served.get(4_999).latency()).isLessThan(served.get(2_500).latency() + TARGET.toMillis() / 2.0);
    }

    @Test
    void theDepthFallsWithTheLoad() {
        double atTwo = meanDepth(serve(5_000, 2 / FULL_SINGLE_MS, 0));
        double atFour = meanDepth(serve(5_000, 4 / FULL_SINGLE_MS, 0));

        assertThat(atFour).isLessThan(atTwo);
    }

    @Test
    void aBurstOfManyIsServedAndLeavesNothingBehind() {
        List<Served> burst = serve(200, 1_000, 0);
        double end = burst.stream()
                .mapToDouble(q -> q.submitted() + q.latency())
                .max()
                .orElseThrow();

        assertThat(burst).allSatisfy(query -> assertThat(query.steps()).isPositive());
        assertThat(end).isLessThan(5 * TARGET.toMillis());
        assertThat(meanDepth(serve(500, 0.5 / FULL_SINGLE_MS, end))).isEqualTo(1);
    }
}
