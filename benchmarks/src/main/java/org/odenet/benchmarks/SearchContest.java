package org.odenet.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
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
     * A way to search.
     *
     * @param name what it is called
     * @param search finds hits for a query
     * @param items the numbers of the items among the hits; not measured
     */
    record Way<H>(String name, Function<float[], H> search, Function<H, List<Integer>> items) {

        private double seconds(float[][] queries) {
            long start = System.nanoTime();
            for (float[] query : queries) {
                if (search.apply(query) == null) {
                    throw new IllegalStateException(name + " gave nothing");
                }
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /**
     * What was measured.
     *
     * @param way the name of the way
     * @param recall the share of the ten nearest items that was found, over all queries
     * @param seconds the median time of all queries
     */
    record Result(String way, double recall, double seconds) {}

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

    /** Measures in turn, so that what else the machine does falls on all alike. */
    List<Result> measure(List<Way<?>> ways) {
        ways.forEach(this::warmUp);
        double[][] seconds = new double[ways.size()][repeats];
        for (int i = 0; i < repeats; i++) {
            for (int way = 0; way < seconds.length; way++) {
                seconds[way][i] = ways.get(way).seconds(queries);
            }
        }
        List<Result> results = new ArrayList<>();
        for (int way = 0; way < seconds.length; way++) {
            results.add(result(ways.get(way), Statistics.median(seconds[way])));
        }
        return results;
    }

    private void warmUp(Way<?> way) {
        long end = System.nanoTime() + warmUp.toNanos();
        do {
            way.seconds(queries);
        } while (System.nanoTime() < end);
    }

    private <H> Result result(Way<H> way, double seconds) {
        return new Result(way.name(), recall(way.search().andThen(way.items())), seconds);
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
