package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private final WaitingLine line = new WaitingLine(3, 500_000_000);

    private static Pending pending(double tolerance, long submitted) {
        return new Pending(new float[1], Query.full().withTolerance(tolerance), submitted, new CompletableFuture<>());
    }

    @Test
    void servesInTheOrderOfArrivalAsManyAsFit() throws InterruptedException {
        line.add(pending(0, 10));
        line.add(pending(0, 20));
        line.add(pending(0, 30));

        assertThat(line.oldestAge(50)).isEqualTo(40);
        assertThat(line.take(2)).extracting(Pending::submitted).containsExactly(10L, 20L);
        assertThat(line.size()).isEqualTo(1);
        assertThat(line.take(2)).extracting(Pending::submitted).containsExactly(30L);
        assertThat(line.oldestAge(50)).isZero();
    }

    @Test
    void togetherGoOnlyThoseOfOneTolerance() throws InterruptedException {
        line.add(pending(0, 10));
        line.add(pending(1e-2, 20));
        line.add(pending(0, 30));

        assertThat(line.take(8)).extracting(Pending::submitted).containsExactly(10L, 30L);
        assertThat(line.take(8)).extracting(Pending::submitted).containsExactly(20L);
    }

    @Test
    void refusesMoreThanItsBound() {
        for (int i = 0; i < 3; i++) {
            line.add(pending(0, i));
        }

        assertThatThrownBy(() -> line.add(pending(0, 3)))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("overloaded: 3 queries are waiting, the first for 0 ms; try again later");
    }

    @Test
    void refusesFurtherOnesWhileTheFirstHasWaitedTooLong() throws InterruptedException {
        line.add(pending(0, 0));
        line.add(pending(0, 500_000_000));

        assertThatThrownBy(() -> line.add(pending(0, 500_000_001)))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("overloaded: 2 queries are waiting, the first for 500 ms; try again later");
        line.take(1);
        line.add(pending(0, 500_000_001));
        assertThat(line.size()).isEqualTo(2);
    }

    @Test
    void servesWhatWaitsWhenClosedAndTakesNoMore() throws InterruptedException {
        line.add(pending(0, 10));

        line.close();

        assertThatThrownBy(() -> line.add(pending(0, 20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(line.take(8)).hasSize(1);
        assertThat(line.take(8)).isEmpty();
    }
}
