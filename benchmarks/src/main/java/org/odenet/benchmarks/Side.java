package org.odenet.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One side of a comparison: the work of a case, ready to be done. */
interface Side extends AutoCloseable {

    /** Does the work a number of times and returns the milliseconds that it took in all. */
    double milliseconds(int calls);

    @Override
    void close();

    /** Work in this process. */
    static Side of(Runnable work, Runnable release) {
        return new Side() {
            @Override
            public double milliseconds(int calls) {
                long start = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    work.run();
                }
                return (System.nanoTime() - start) / 1e6;
            }

            @Override
            public void close() {
                release.run();
            }
        };
    }

    /**
     * The same work on a thread of its own. OpenMP counts the threads of a team for each calling thread, and odenet sets the
     * number on those that call its kernels.
     */
    default Side onItsOwnThread() {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        return new Side() {
            @Override
            public double milliseconds(int calls) {
                return CompletableFuture.supplyAsync(() -> Side.this.milliseconds(calls), thread)
                        .join();
            }

            @Override
            public void close() {
                thread.shutdown();
                Side.this.close();
            }
        };
    }
}
