package org.odenet.onednn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that share the tasks of a kernel with the thread that calls it. The caller takes tasks too, so that a helper
 * that wakes late, or is busy with another caller's kernel, holds nobody up.
 */
final class Workers {

    /** How often a caller looks for the end of the last tasks before it sleeps: they take some microseconds. */
    private static final int SPINS = 2_000;

    /** After this time without work a helper thread ends; the next kernel starts it again. */
    private static final int IDLE_SECONDS = 60;

    private static final int SAMPLES_PER_TASK = 4;

    private final int helpers;
    private final Executor executor;

    Workers(int threads) {
        helpers = threads - 1;
        executor = helpers == 0 ? null : pool(helpers);
    }

    private static Executor pool(int helpers) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                helpers, helpers, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "odenet-kernels");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs tasks 0 to tasks - 1, each once, on any of the threads, and returns when all have ended. */
    void run(int tasks, IntConsumer body) {
        if (tasks == 1 || helpers == 0) {
            for (int task = 0; task < tasks; task++) {
                body.accept(task);
            }
            return;
        }
        Job job = new Job(tasks, body);
        for (int i = 0; i < Math.min(helpers, tasks - 1); i++) {
            executor.execute(job);
        }
        job.run();
        job.await();
    }

    /** Runs a body for each sample of a batch. */
    void forEach(int samples, IntConsumer body) {
        run(tasks(samples), task -> {
            for (int sample = firstOf(task); sample < Math.min(samples, firstOf(task + 1)); sample++) {
                body.accept(sample);
            }
        });
    }

    /** The number of tasks that a batch is shared out in. It depends on the batch alone, and so do rounding errors. */
    static int tasks(int samples) {
        return (samples + SAMPLES_PER_TASK - 1) / SAMPLES_PER_TASK;
    }

    /** The first sample of a task. */
    static int firstOf(int task) {
        return task * SAMPLES_PER_TASK;
    }

    private static final class Job implements Runnable {

        private final int tasks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch open;
        private volatile Throwable failure;

        Job(int tasks, IntConsumer body) {
            this.tasks = tasks;
            this.body = body;
            this.open = new CountDownLatch(tasks);
        }

        @Override
        public void run() {
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                try {
                    body.accept(task);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    open.countDown();
                }
            }
        }

        /** Waits through interrupts: the tasks write memory that the caller may free afterwards. */
        void await() {
            for (int spin = 0; spin < SPINS && open.getCount() > 0; spin++) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            while (open.getCount() > 0) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
