package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final int REPETITIONS = 5;
    private static final Measurement MEASUREMENT = new Measurement(REPETITIONS, 100, 1000, 30_000);

    /** A call, as a side saw it. */
    private record Call(String side, int calls) {}

    private final List<Call> log = new ArrayList<>();

    /** Takes a fixed time for a call, except that at first it is slow. */
    private Side side(String name, double millis) {
        return new Side() {
            private int seen;

            @Override
            public double milliseconds(int calls) {
                log.add(new Call(name, calls));
                seen++;
                return calls * (seen == 1 ? 50 * millis : millis);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void reportsTheTimeOfOneCallWithoutTheSlowFirst() {
        Measurement.Times times = MEASUREMENT.time(new Contest(side("odenet", 2), side("peer", 6), ""));

        assertThat(times.odenet()).isEqualTo(2);
        assertThat(times.peer()).isEqualTo(6);
    }

    @Test
    void repetitionsAlternateAndFillTheirTime() {
        MEASUREMENT.time(new Contest(side("odenet", 2), side("peer", 6), ""));

        List<Call> repetitions = log.subList(log.size() - 2 * REPETITIONS, log.size());
        for (int i = 0; i < REPETITIONS; i++) {
            assertThat(repetitions.get(2 * i)).isEqualTo(new Call("odenet", 50));
            assertThat(repetitions.get(2 * i + 1)).isEqualTo(new Call("peer", 17));
        }
    }

    @Test
    void longWorkIsDoneOnceInEachRepetition() {
        MEASUREMENT.time(new Contest(side("odenet", 3000), side("peer", 6000), ""));

        assertThat(log).hasSize(2 + 2 * REPETITIONS).allSatisfy(call -> assertThat(call.calls())
                .isEqualTo(1));
    }

    /** Takes less and less time for a call, up to some number of calls. */
    private Side improving(String name, int until) {
        return new Side() {
            private int seen;

            @Override
            public double milliseconds(int calls) {
                log.add(new Call(name, calls));
                double millis = 0;
                for (int i = 0; i < calls; i++) {
                    seen++;
                    millis += 100 + 100.0 * until / Math.min(seen, until);
                }
                return millis;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void warmsUpUntilItGetsNoFaster() {
        MEASUREMENT.time(new Contest(improving("soon", 20), improving("never", 1_000_000), ""));

        assertThat(warmUpCalls("soon")).isBetween(20, 100);
        assertThat(log.stream().filter(call -> call.side().equals("never")).count())
                .as("slow calls, which end with the longest warm-up")
                .isEqualTo(1 + REPETITIONS);

        log.clear();
        MEASUREMENT.time(new Contest(side("steady", 1), side("steady too", 1), ""));

        assertThat(warmUpCalls("steady")).isBetween(900, 2000);
    }

    private int warmUpCalls(String side) {
        List<Call> calls = log.stream().filter(call -> call.side().equals(side)).toList();
        return calls.subList(0, calls.size() - REPETITIONS).stream()
                .mapToInt(Call::calls)
                .sum();
    }
}
