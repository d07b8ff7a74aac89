package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

    private static void assertAllOnce(AtomicIntegerArray counts) {
        for (int i = 0; i < counts.length(); i++) {
            assertThat(counts.get(i)).as("runs of %s of %s", i, counts.length()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyTaskAndEverySampleIsRunOnce(int threads) {
        Workers workers = new Workers(threads);
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 7, 64, 1001}) {
            AtomicIntegerArray tasks = new AtomicIntegerArray(count);
            AtomicIntegerArray samples = new AtomicIntegerArray(count);
            workers.run(count, tasks::incrementAndGet);
            workers.forEach(count, samples::incrementAndGet);
            assertAllOnce(tasks);
            assertAllOnce(samples);
        }
    }

    @Test
    void tasksRunAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicInteger passed = new AtomicInteger();
        new Workers(2).run(2, task -> {
            try {
                together.await();
                passed.incrementAndGet();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(passed).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureReachesTheCaller(int threads) {
        Workers workers = new Workers(threads);
        assertThatThrownBy(() -> workers.run(50, task -> {
                    if (task == 20) {
                        throw new IllegalStateException("task 20");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task 20");
        assertThatThrownBy(() -> workers.run(50, task -> {
                    throw new OutOfMemoryError("all tasks");
                }))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("all tasks");
        AtomicIntegerArray tasks = new AtomicIntegerArray(9);
        workers.run(9, tasks::incrementAndGet);
        assertAllOnce(tasks);
    }

    @Test
    void anInterruptedCallerStillFinishesAndStaysInterrupted() {
        AtomicIntegerArray tasks = new AtomicIntegerArray(200);
        Thread.currentThread().interrupt();
        new Workers(3).run(200, tasks::incrementAndGet);
        assertThat(Thread.interrupted()).isTrue();
        assertAllOnce(tasks);
    }

    @Test
    void manyCallersMayShareTheWorkers() throws Exception {
        Workers workers = new Workers(3);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> {
                    AtomicIntegerArray tasks = new AtomicIntegerArray(13);
                    workers.run(13, tasks::incrementAndGet);
                    assertAllOnce(tasks);
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            callers.shutdown();
        }
    }
}
