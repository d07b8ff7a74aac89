package org.odenet.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a request to stop: the running step is finished and a checkpoint saved before the program ends. A
 * second Ctrl-C does not help; the wait is bounded.
 */
final class StopOnInterrupt implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForCheckpoint, "stop on interrupt");
    private volatile boolean requested;

    StopOnInterrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void waitForCheckpoint() {
        requested = true;
        System.err.println();
        System.err.println("stopping after this step and saving a checkpoint ...");
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean requested() {
        return requested;
    }

    /** The program has saved what there is to save. */
    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
