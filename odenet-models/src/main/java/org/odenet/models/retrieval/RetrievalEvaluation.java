package org.odenet.models.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/**
 * Mean average precision of retrieval by exact cosine similarity, as in the evaluation of Carrara et al. 2020,
 * "Continuous ODE-defined Image Features for Adaptive Retrieval": items of the query's class are relevant, and a query that
 * is among the items itself is found too. Their program, though, scales each feature over all images to length one; here,
 * for the cosine, the features of each image are.
 *
 * <p>The average precision is scikit-learn's, {@code AP = Σ (Rₙ − Rₙ₋₁) Pₙ} over the distinct scores: items of equal scores
 * (compared as floats) enter together, so their order does not matter. At k it is that of the k best items alone, with the
 * recall among these; of equal scores the lower item is better. A query with no relevant item counts 0.
 *
 * <pre>{@code
 * RetrievalEvaluation evaluation = RetrievalEvaluation.at(10);
 * evaluation.evaluate(deep, deep);     // symmetric: queries and items of the same depth
 * evaluation.evaluate(shallow, deep);  // asymmetric
 * }</pre>
 *
 * @param k how many items count for the second figure
 * @param threads how many threads share out the queries
 * @param leavesOutQuery whether a query does not find the item in its own row
 */
public record RetrievalEvaluation(int k, int threads, boolean leavesOutQuery) {

    /** Queries that one task scores together: each block of items is in the processor's cache for all of them. */
    private static final int QUERIES = 16;

    /**
     * Checks the settings.
     *
     * @param k how many items count for the second figure
     * @param threads how many threads share out the queries
     * @param leavesOutQuery whether a query does not find the item in its own row
     * @throws IllegalArgumentException if one of the first two is not positive
     */
    public RetrievalEvaluation {
        requirePositive("k", k);
        requirePositive("threads", threads);
    }

    /**
     * An evaluation on all processors.
     *
     * @param k how many items count for the second figure
     * @return the evaluation
     * @throws IllegalArgumentException if k is not positive
     */
    public static RetrievalEvaluation at(int k) {
        return new RetrievalEvaluation(k, Runtime.getRuntime().availableProcessors(), false);
    }

    /**
     * The same evaluation on another number of threads.
     *
     * @param number how many threads
     * @return the evaluation
     * @throws IllegalArgumentException if the number is not positive
     */
    public RetrievalEvaluation withThreads(int number) {
        return new RetrievalEvaluation(k, number, leavesOutQuery);
    }

    /**
     * The same evaluation without the item in a query's own row, for queries that are the collection themselves: of the k
     * best, the query itself would always be one.
     *
     * @return the evaluation
     */
    public RetrievalEvaluation leavingOutQuery() {
        return new RetrievalEvaluation(k, threads, true);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + "; give a positive number");
        }
    }

    /**
     * Ranks all items for every query.
     *
     * @param queries the queries with their classes
     * @param items the collection with its classes
     * @return the average precision of each query, and the means
     * @throws IllegalArgumentException if the features have not the same dimension, or if queries are to be left out and
     *     there are not as many as items
     * @throws CancellationException if the thread is interrupted meanwhile
     */
    public RetrievalScores evaluate(LabelledFeatures queries, LabelledFeatures items) {
        int dimension = items.features().dimension();
        if (queries.features().dimension() != dimension) {
            throw new IllegalArgumentException(
                    "the queries have %d values each, the items %d; take features of networks of the same width"
                            .formatted(queries.features().dimension(), dimension));
        }
        requireOwnItems(queries, items);
        Rankings rankings = new Rankings(queries, items, this);
        List<Callable<Void>> tasks = new ArrayList<>();
        int count = queries.features().rows();
        for (int from = 0; from < count; from += QUERIES) {
            int first = from;
            int last = Math.min(from + QUERIES, count);
            tasks.add(() -> {
                rankings.rank(first, last);
                return null;
            });
        }
        run(tasks);
        return new RetrievalScores(boxed(rankings.averagePrecisions()), boxed(rankings.averagePrecisionsAtK()), k);
    }

    private void requireOwnItems(LabelledFeatures queries, LabelledFeatures items) {
        int asked = queries.features().rows();
        int searched = items.features().rows();
        if (leavesOutQuery && asked != searched) {
            throw new IllegalArgumentException(
                    "there are %d queries for %d items; queries are left out where each has an item of its own, in the same row"
                            .formatted(asked, searched));
        }
    }

    private void run(List<Callable<Void>> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
        try {
            // Where there is little to do, invokeAll would end without looking.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the evaluation was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the evaluation failed: " + e.getCause(), e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Double> boxed(double[] values) {
        return DoubleStream.of(values).boxed().toList();
    }
}
