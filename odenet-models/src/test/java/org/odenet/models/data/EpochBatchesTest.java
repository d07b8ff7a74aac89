package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

class EpochBatchesTest {
    private static final String THREAD = "batches of epoch ";

    private final AtomicInteger prepared = new AtomicInteger();
    private final ImageDataSet set = ImageDataSet.of("set", 1, 2, 2, new byte[400], new int[100], 1);
    private final BatchLoader counted = BatchLoader.of(set, 1)
            .withAugmentation(Augmentation.none().then((image, shape, random) -> {
                prepared.incrementAndGet();
                return image;
            }));

    private static boolean runs(int epoch) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(THREAD + epoch));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void preparesAFewBatchesAheadAndNoMore() throws InterruptedException {
        try (EpochBatches batches = counted.epoch(71)) {
            await(() -> prepared.get() == 3);
            Thread.sleep(50);
            assertThat(prepared).hasValue(3);
            batches.next().close();
            await(() -> prepared.get() == 4);
        }
    }

    @Test
    void closingStopsTheThread() throws InterruptedException {
        EpochBatches batches = counted.epoch(72);
        batches.next().close();
        assertThat(runs(72)).isTrue();
        batches.close();
        await(() -> !runs(72));
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContainingAll("epoch 72", "1 of 100", "closed");
    }

    @Test
    void theThreadEndsWithTheLastBatch() throws InterruptedException {
        EpochBatches batches = BatchLoader.of(set, 50).epoch(73);
        batches.next().close();
        batches.next().close();
        await(() -> !runs(73));
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("2 of 2");
    }

    @Test
    void aFaultReachesTheConsumerAfterTheBatchesBeforeIt() {
        BatchLoader failing = BatchLoader.of(set, 1)
                .withAugmentation(Augmentation.none().then((image, shape, random) -> {
                    if (prepared.incrementAndGet() == 2) {
                        throw new OutOfMemoryError("trial");
                    }
                    return image;
                }));
        try (EpochBatches batches = failing.epoch(74)) {
            batches.next().close();
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("batch 1", "epoch 74", "'set'", "trial")
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndIsKept() {
        try (EpochBatches batches = counted.epoch(75)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("interrupted while waiting for batch 0 of epoch 75");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingABatchFreesItsArrays() {
        try (EpochBatches batches = counted.epoch(76)) {
            Batch batch = batches.next();
            batch.close();
            batch.close();
            assertThat(batch.features().wasClosed()).isTrue();
            assertThat(batch.oneHot().wasClosed()).isTrue();
        }
    }

    @Test
    void batchesAreIndependentOfAnOpenWorkspace() {
        try (EpochBatches batches = counted.epoch(77)) {
            Batch batch;
            MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("trial");
            try {
                batch = batches.next();
            } finally {
                workspace.close();
            }
            assertThat(batch.features().isAttached()).isFalse();
            batch.close();
        }
    }
}
