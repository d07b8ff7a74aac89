package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.odenet.examples.output.CsvFile;
import org.odenet.models.ImageClassifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it brings that each sample takes steps of its own. */
@Command(
        name = "per-sample",
        description =
                "Compares steps of each sample's own with common steps and with one sample at a time: for van der Pol"
                        + " oscillators, and for the evaluations that MNIST images take up to 20 stopping times in an ODE-only"
                        + " network.",
        mixinStandardHelpOptions = true)
final class PerSampleCommand implements Callable<Integer> {

    private static final int STOPPING_TIMES = 20;

    @Option(
            names = "--oscillators",
            paramLabel = "N",
            defaultValue = "512",
            description = "van der Pol oscillators; ${DEFAULT-VALUE} by default")
    private int oscillators;

    @Option(
            names = "--end",
            paramLabel = "T",
            defaultValue = "20",
            description = "how long they swing; ${DEFAULT-VALUE} by default")
    private int end;

    @Option(
            names = "--tolerance",
            paramLabel = "TOL",
            defaultValue = "1e-6",
            description = "their tolerances; ${DEFAULT-VALUE} by default")
    private double tolerance;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            description = "images, 0 for none; ${DEFAULT-VALUE} by default")
    private int images;

    @Option(
            names = "--compared-images",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "how many of them are solved one at a time, whose time is scaled up; ${DEFAULT-VALUE} by default")
    private int compared;

    @Option(names = "--network", paramLabel = "FOLDER", description = "an ODE-only network; random weights by default")
    private Path network;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "9",
            description = "measurements, of which the median counts; ${DEFAULT-VALUE} by default")
    private int repeats;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "for the compiler, before each way is measured; ${DEFAULT-VALUE} by default")
    private int warmUp;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/per-sample.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    private final List<Row> rows = new ArrayList<>();

    /** One line of the table. */
    private record Row(String work, String way, long evaluations, double milliseconds) {}

    @Override
    public Integer call() {
        PositiveOption.require(spec, "--oscillators", oscillators);
        PositiveOption.require(spec, "--end", end);
        PositiveOption.require(spec, "--compared-images", compared);
        PositiveOption.require(spec, "--repeats", repeats);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %-16s %14s %14s%n", "work", "way", "evaluations", "ms");
        swing();
        if (images > 0) {
            stop(out);
        }
        writeCsv();
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private void swing() {
        VanDerPol problem = new VanDerPol(oscillators, end, tolerance);
        String work = oscillators + " oscillators";
        double[] states = swing(work, "per sample", problem::perSample);
        swing(work, "jointly", problem::jointly);
        double[] alone = swing(work, "one at a time", problem::oneAtATime);
        if (!Arrays.equals(states, alone)) {
            throw new IllegalStateException("oscillators with steps of their own end elsewhere than alone");
        }
    }

    private double[] swing(String work, String way, Supplier<VanDerPol.Result> solve) {
        double[] times = new double[repeats];
        VanDerPol.Result result = warmUp(solve);
        for (int i = 0; i < repeats; i++) {
            times[i] = milliseconds(solve);
        }
        add(new Row(work, way, result.sampleEvaluations(), Statistics.median(times)));
        return result.finalStates();
    }

    /** Returns the work's result, which is always the same. */
    private <T> T warmUp(Supplier<T> work) {
        long end = System.nanoTime() + Duration.ofSeconds(warmUp).toNanos();
        T result;
        do {
            result = work.get();
        } while (System.nanoTime() < end);
        return result;
    }

    private static double milliseconds(Supplier<?> work) {
        long start = System.nanoTime();
        work.get();
        return (System.nanoTime() - start) / 1e6;
    }

    private void stop(PrintWriter out) {
        double[] times = IntStream.rangeClosed(1, STOPPING_TIMES)
                .mapToDouble(k -> (double) k / STOPPING_TIMES)
                .toArray();
        String work = images + " images, to " + times.length + " times";
        try (ImageClassifier net = network == null ? StoppingTimes.randomNetwork() : ImageClassifier.load(network);
                StoppingTimes stopping = new StoppingTimes(net, images, times)) {
            int some = Math.min(compared, images);
            long[][] alone = warmUp(() -> stopping.oneAtATime(0, some));
            long[][] together = warmUp(stopping::perSample);
            double[] aloneMillis = new double[repeats];
            double[] ownMillis = new double[repeats];
            for (int i = 0; i < repeats; i++) {
                aloneMillis[i] = milliseconds(() -> stopping.oneAtATime(0, some));
                ownMillis[i] = milliseconds(stopping::perSample);
            }
            long all = Arrays.stream(together)
                    .mapToLong(row -> row[row.length - 1])
                    .sum();
            long each = Arrays.stream(alone).flatMapToLong(Arrays::stream).sum();
            add(new Row(work, "per sample", all, Statistics.median(ownMillis)));
            add(new Row(work, "one at a time", each * images / some, Statistics.median(aloneMillis) * images / some));
            out.printf(
                    "equal counts for %d of %d images%n",
                    StoppingTimes.equal(alone, Arrays.copyOf(together, some)), some);
        }
    }

    private void add(Row row) {
        rows.add(row);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT, "%-24s %-16s %14d %14.2f%n", row.work(), row.way(), row.evaluations(), row.milliseconds());
        out.flush();
    }

    private void writeCsv() {
        CsvFile.write(
                csv,
                List.of("work", "way", "evaluations", "milliseconds"),
                rows.stream()
                        .map(row -> List.<Object>of(row.work(), row.way(), row.evaluations(), row.milliseconds()))
                        .toList());
    }
}
