package org.odenet.models.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The batches of one epoch, prepared ahead by a thread of their own. For one consuming thread. {@link #close()} ends the
 * thread; the batches that were handed out belong to the caller, who closes them.
 */
public final class EpochBatches implements Iterator<Batch>, AutoCloseable {
    private static final int PREPARED_AHEAD = 2;

    private final BatchLoader loader;
    private final int epoch;
    private final int count;
    private final int first;
    private final BlockingQueue<Prepared> queue = new ArrayBlockingQueue<>(PREPARED_AHEAD);
    private final Thread thread;
    private int taken;
    private boolean closed;

    /** What the thread hands over: a batch, or the reason why there is none. */
    private record Prepared(PlainBatch batch, Throwable failure) {}

    EpochBatches(BatchLoader loader, int epoch, int firstBatch) {
        this.loader = loader;
        this.epoch = epoch;
        this.count = loader.batchesPerEpoch();
        this.first = firstBatch;
        this.taken = firstBatch;
        this.thread = new Thread(this::prepareAll, "batches of epoch " + epoch);
        thread.setDaemon(true);
        thread.start();
    }

    private void prepareAll() {
        try {
            int[] order = loader.order(epoch);
            for (int batch = first; batch < count && !Thread.currentThread().isInterrupted(); batch++) {
                queue.put(new Prepared(loader.prepare(epoch, order, batch), null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Errors too, such as a lack of memory: the consumer would wait for ever.
            handOver(e);
        }
    }

    private void handOver(Throwable failure) {
        try {
            queue.put(new Prepared(null, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether the epoch has another batch.
     *
     * @return true until every batch was taken, or these batches are closed
     */
    @Override
    public boolean hasNext() {
        return !closed && taken < count;
    }

    /**
     * The next batch, waiting for it where it is not ready.
     *
     * @return the batch, to be closed by the caller
     * @throws NoSuchElementException if there is none, or these batches are closed
     * @throws IllegalStateException if the batch could not be prepared (the cause says why), or the thread was interrupted
     *     while waiting; either ends the epoch
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("epoch %d: %d of %d batches were taken%s"
                    .formatted(epoch, taken, count, closed ? ", then closed" : ""));
        }
        Prepared prepared = await();
        if (prepared.failure() != null) {
            close();
            throw new IllegalStateException(
                    "batch %d of epoch %d of data set '%s' could not be prepared: %s"
                            .formatted(taken, epoch, loader.dataSet().name(), prepared.failure()),
                    prepared.failure());
        }
        taken++;
        return prepared.batch().toBatch(loader.dataType());
    }

    private Prepared await() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException(
                    "interrupted while waiting for batch %d of epoch %d".formatted(taken, epoch), e);
        }
    }

    /** Ends the epoch: stops the thread and drops what it has prepared. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        queue.clear();
    }
}
