package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.odenet.benchmarks.SearchContest.Way;
import org.odenet.examples.index.FeatureIndex;
import org.odenet.examples.index.HnswSettings;
import org.odenet.examples.index.IndexEntry;
import org.odenet.examples.index.IndexHit;
import org.odenet.examples.output.CsvFile;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.LabelledFeatures;
import org.odenet.models.retrieval.RetrievalEvaluation;
import org.odenet.models.retrieval.RetrievalScores;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the evaluation of retrieval, and search by an index beside exact search. */
@Command(
        name = "retrieval",
        description =
                "Measures the mean average precision over full rankings, where every item is a query too, and the search"
                        + " for the 10 nearest items, one query at a time on one thread: exact, by blocks of items (ExactSearch),"
                        + " row by row and on the index (FeatureIndex), and approximate, by the index's graph."
                        + " The features are random, about the centres of " + ClusteredFeatures.CLASSES
                        + " classes, or those of a trained network and MNIST: of test images to search, of training images to"
                        + " search for.",
        mixinStandardHelpOptions = true)
final class RetrievalCommand implements Callable<Integer> {

    private static final String EVALUATION = "mAP of all items";
    private static final int K = SearchContest.K;
    private static final String SEARCH = "10 nearest";

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "10000",
            description = "features to search; ${DEFAULT-VALUE} by default")
    private int items;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "1000",
            description = "searches, for features that are not among the items; ${DEFAULT-VALUE} by default")
    private int queries;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            defaultValue = "64",
            description = "the width of the features; ${DEFAULT-VALUE} by default")
    private int dimension;

    @Option(
            names = "--intrinsic-dimension",
            paramLabel = "N",
            description = "in how many directions the features of a class vary; in all by default, the hardest case")
    private Integer intrinsicDimension;

    /** A network and its images. */
    static final class Learnt {

        @Option(names = "--network", paramLabel = "FOLDER", required = true, description = "a trained network")
        private Path network;

        @Option(names = "--data", paramLabel = "FOLDER", required = true, description = "the folder of MNIST")
        private Path data;
    }

    @ArgGroup(exclusive = false, heading = "Features of a network, in place of random ones:%n")
    private Learnt learnt;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "neighbours in the graph; ${DEFAULT-VALUE} by default")
    private int connections;

    @Option(
            names = "--build-width",
            paramLabel = "N",
            defaultValue = "100",
            description = "candidates while the graph is built; ${DEFAULT-VALUE} by default")
    private int buildWidth;

    @Option(
            names = "--search-width",
            paramLabel = "N",
            split = ",",
            defaultValue = "10,20,30,40,80",
            description = "candidates of a search; ${DEFAULT-VALUE} by default")
    private List<Integer> searchWidths;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "of so many items at most the mean average precision is computed; ${DEFAULT-VALUE} by default")
    private int evaluated;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of the mean average precision; as many as processors by default")
    private Integer threads;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "9",
            description = "measurements, of which the median counts; ${DEFAULT-VALUE} by default")
    private int repeats;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "for the compiler, before each way is measured; ${DEFAULT-VALUE} by default")
    private int warmUp;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the features; ${DEFAULT-VALUE} by default")
    private long seed;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/retrieval.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    private final List<Row> rows = new ArrayList<>();

    /** One line of the table; the time is that of all queries. */
    private record Row(String work, String way, int threads, double recall, int queries, double seconds) {

        double perSecond() {
            return queries / seconds;
        }
    }

    @Override
    public Integer call() {
        PositiveOption.require(spec, "--items", items);
        PositiveOption.require(spec, "--queries", queries);
        PositiveOption.require(spec, "--dimension", dimension);
        PositiveOption.require(spec, "--evaluated", evaluated);
        PositiveOption.require(spec, "--repeats", repeats);
        if (threads != null) {
            PositiveOption.require(spec, "--threads", threads);
        }
        if (items < K) {
            throw new ParameterException(spec.commandLine(), "--items is " + items + "; give at least " + K);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (learnt == null) {
            measureRandom(out);
        } else {
            measureLearnt(out);
        }
        writeCsv();
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private void measureRandom(PrintWriter out) {
        int directions = intrinsicDimension == null ? dimension : intrinsicDimension;
        PositiveOption.require(spec, "--intrinsic-dimension", directions);
        out.printf(
                "%d items and %d queries of %d classes, %d values varying in %d directions, seed %d%n",
                items, queries, ClusteredFeatures.CLASSES, dimension, directions, seed);
        ClusteredFeatures source = new ClusteredFeatures(dimension, directions, seed);
        LabelledFeatures searched = source.next(items);
        measure(items <= evaluated ? searched : source.next(evaluated), searched, source.next(queries));
    }

    private void measureLearnt(PrintWriter out) {
        LearntFeatures features = LearntFeatures.of(learnt.network, learnt.data, items, queries);
        LabelledFeatures searched = features.items();
        out.printf(
                "%d items and %d queries of %d values, features of %s%n",
                searched.features().rows(),
                features.queries().features().rows(),
                searched.features().dimension(),
                learnt.network);
        measure(searched, searched, features.queries());
    }

    private void measure(LabelledFeatures ranked, LabelledFeatures searched, LabelledFeatures asked) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-18s %-26s %7s %9s %14s %14s%n", "work", "way", "threads", "recall", "us per query", "queries/s");
        evaluate(ranked);
        search(searched, asked);
    }

    private void evaluate(LabelledFeatures features) {
        RetrievalEvaluation evaluation = RetrievalEvaluation.at(K);
        if (threads != null) {
            evaluation = evaluation.withThreads(threads);
        }
        // The first few are the compiler's.
        RetrievalScores scores = evaluation.evaluate(features, features);
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            scores = evaluation.evaluate(features, features);
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        int count = features.features().rows();
        Row row = new Row(EVALUATION, "exact", evaluation.threads(), 1, count, Statistics.median(seconds));
        add(row);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "all %d x %d in %.2f s: mAP %.4f, mAP@%d %.4f%n",
                        count,
                        count,
                        row.seconds(),
                        scores.meanAveragePrecision(),
                        scores.k(),
                        scores.meanAveragePrecisionAtK());
    }

    private void search(LabelledFeatures searched, LabelledFeatures asked) {
        ExactSearch exact = ExactSearch.over(searched.features());
        SearchContest contest = new SearchContest(exact, asked.features(), repeats, Duration.ofSeconds(warmUp));
        float[][] vectors = ClusteredFeatures.rows(searched.features());
        try (TemporaryFolder folder = TemporaryFolder.create();
                FeatureIndex index = build(folder.path(), vectors, searched.labels())) {
            contest.measure(ways(exact, new RowSearch(vectors), index))
                    .forEach(result -> add(new Row(
                            SEARCH,
                            result.way(),
                            1,
                            result.recall(),
                            asked.features().rows(),
                            result.seconds())));
        }
    }

    private List<Way<?>> ways(ExactSearch exact, RowSearch byRow, FeatureIndex index) {
        List<Way<?>> ways = new ArrayList<>();
        ways.add(new Way<>("exact, by blocks", query -> exact.nearest(query, K), SearchContest::items));
        ways.add(new Way<>("exact, row by row", query -> byRow.nearest(query, K), hits -> Arrays.stream(hits)
                .boxed()
                .toList()));
        ways.add(new Way<>("exact, on the index", query -> index.searchExactly(query, K), RetrievalCommand::numbers));
        for (int width : searchWidths) {
            ways.add(new Way<>(
                    "graph, width " + width, query -> index.search(query, K, width), RetrievalCommand::numbers));
        }
        return ways;
    }

    private FeatureIndex build(Path folder, float[][] vectors, int[] labels) {
        long start = System.nanoTime();
        HnswSettings settings = new HnswSettings(connections, buildWidth, K);
        FeatureIndex index = FeatureIndex.open(folder, "benchmark", vectors[0].length, settings);
        index.addAll(IntStream.range(0, vectors.length)
                .mapToObj(i -> new IndexEntry(Integer.toString(i), labels[i], vectors[i]))
                .toList());
        index.compact();
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "the graph was built in %.1f s%n", (System.nanoTime() - start) / 1e9);
        return index;
    }

    private static List<Integer> numbers(List<IndexHit> hits) {
        return hits.stream().map(hit -> Integer.valueOf(hit.id())).toList();
    }

    private void add(Row row) {
        rows.add(row);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-18s %-26s %7d %9.4f %14.2f %14.0f%n",
                row.work(),
                row.way(),
                row.threads(),
                row.recall(),
                1e6 / row.perSecond(),
                row.perSecond());
        out.flush();
    }

    private void writeCsv() {
        CsvFile.write(
                csv,
                List.of("work", "way", "threads", "recall", "queries", "seconds", "queries_per_second"),
                rows.stream()
                        .map(row -> List.<Object>of(
                                row.work(),
                                row.way(),
                                row.threads(),
                                row.recall(),
                                row.queries(),
                                row.seconds(),
                                row.perSecond()))
                        .toList());
    }
}
