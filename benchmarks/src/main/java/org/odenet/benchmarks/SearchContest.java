package org.odenet.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.Neighbour;

/** Measures ways to find the ten nearest items, one query at a time on one thread, and how many of the true ones they find. */
final class SearchContest {

    static final int K = 10;

    private final float[][] queries;
    private final List<Set<Integer>> nearest;
    private final int repeats;
    private final Duration warmUp;

    /**
     * What was measured.
     *
     * @param recall the share of the ten nearest items that was found, over all queries
     * @param seconds the median time of all queries
     */
    record Result(double recall, double seconds) {}

    SearchContest(ExactSearch exact, FeatureMatrix queries, int repeats, Duration warmUp) {
        this.queries = ClusteredFeatures.rows(queries);
        this.nearest = Arrays.stream(this.queries)
                .map(query -> (Set<Integer>) new HashSet<>(items(exact.nearest(query, K))))
                .toList();
        this.repeats = repeats;
        this.warmUp = warmUp;
    }

    static List<Integer> items(List<Neighbour> neighbours) {
        return neighbours.stream().map(Neighbour::item).toList();
    }

    /**
     * Measures a way.
     *
     * @param search finds hits for a query
     * @param items the numbers of the items among the hits; not measured
     */
    <H> Result measure(Function<float[], H> search, Function<H, List<Integer>> items) {
        long end = System.nanoTime() + warmUp.toNanos();
        do {
            seconds(search);
        } while (System.nanoTime() < end);
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            seconds[i] = seconds(search);
        }
        return new Result(recall(search.andThen(items)), Statistics.median(seconds));
    }

    private <H> double seconds(Function<float[], H> search) {
        long start = System.nanoTime();
        for (float[] query : queries) {
            if (search.apply(query) == null) {
                throw new IllegalStateException("a search gave nothing");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private double recall(Function<float[], List<Integer>> search) {
        long found = 0;
        long wanted = 0;
        for (int q = 0; q < queries.length; q++) {
            Set<Integer> truth = nearest.get(q);
            found += search.apply(queries[q]).stream().filter(truth::contains).count();
            wanted += truth.size();
        }
        return (double) found / wanted;
    }
}
