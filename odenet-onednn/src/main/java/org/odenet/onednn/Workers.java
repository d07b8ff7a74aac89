package org.odenet.onednn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that share the tasks of a kernel, or of a whole part of a network, with the thread that calls it. The caller
 * takes tasks too, so that a helper that wakes late, or is busy for another caller, holds nobody up. A task that runs
 * tasks of its own does them all itself.
 */
final class Workers {

    /** How long a thread looks for work, or for the end of others' work, before it sleeps; to wake takes as long. */
    private static final long SPIN_NANOS = 50_000;

    /** After this time without work a helper thread ends; the next kernel starts it again. */
    private static final int IDLE_SECONDS = 60;

    private static final int SAMPLES_PER_TASK = 4;

    private static final ThreadLocal<Boolean> INSIDE_A_TASK = ThreadLocal.withInitial(() -> false);

    private final int helpers;
    private final LinkedBlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    Workers(int threads) {
        helpers = threads - 1;
    }

    /** In how many parts to share out a batch, at most one for each thread. */
    int parts(long samples) {
        return INSIDE_A_TASK.get() ? 1 : (int) Math.min(samples, helpers + 1L);
    }

    /** Runs tasks 0 to tasks - 1, each once, on any of the threads, and returns when all have ended. */
    void run(int tasks, IntConsumer body) {
        if (tasks == 1 || helpers == 0 || INSIDE_A_TASK.get()) {
            for (int task = 0; task < tasks; task++) {
                body.accept(task);
            }
            return;
        }
        Job job = new Job(tasks, body);
        for (int i = 0; i < Math.min(helpers, tasks - 1); i++) {
            waiting.add(job);
        }
        startHelpers();
        job.run();
        job.await();
    }

    private void startHelpers() {
        for (int count = running.get(); count < helpers; count = running.get()) {
            if (running.compareAndSet(count, count + 1)) {
                Thread thread = new Thread(this::help, "odenet-kernels-" + count);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void help() {
        try {
            for (Job job = next(); job != null; job = next()) {
                job.run();
            }
        } finally {
            running.decrementAndGet();
            if (!waiting.isEmpty()) {
                startHelpers();
            }
        }
    }

    /** The next job, or null after a long time without any. */
    private Job next() {
        long start = System.nanoTime();
        do {
            Job job = waiting.poll();
            if (job != null) {
                return job;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - start < SPIN_NANOS);
        try {
            return waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts these threads on purpose; the next kernel starts another.
            return null;
        }
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

    private static final class Job {

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

        void run() {
            INSIDE_A_TASK.set(true);
            try {
                for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                    run(task);
                }
            } finally {
                INSIDE_A_TASK.set(false);
            }
        }

        private void run(int task) {
            try {
                body.accept(task);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                open.countDown();
            }
        }

        /** Waits through interrupts: the tasks write memory that the caller may free afterwards. */
        void await() {
            long start = System.nanoTime();
            while (open.getCount() > 0 && System.nanoTime() - start < SPIN_NANOS) {
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
