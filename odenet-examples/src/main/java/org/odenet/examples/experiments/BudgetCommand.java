package org.odenet.examples.experiments;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a deadline costs in accuracy, and how a service fares under load. */
@Command(
        name = "budget",
        description = {
            "Measures networks with an ODE block under deadlines, and a service of them under rising rates of queries,"
                    + " up to more than it could answer at full depth.",
            "Writes budget.csv and budget.png (deadlines), load.csv and load.png (rates); what the tables have already is not"
                    + " measured again."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class BudgetCommand implements Callable<Integer> {

    private static final double MAX_FACTOR = 100;
    private static final double MAX_SECONDS = 600;

    @Mixin
    private RunOptions runOptions;

    @Mixin
    private TestImageOptions imageOptions;

    @Option(
            names = "--deadlines",
            split = ",",
            paramLabel = "MS",
            defaultValue = "1,2,5,10,20",
            description = "deadlines of a query in milliseconds")
    private List<Double> deadlines;

    @Option(names = "--queries", defaultValue = "1000", description = "queries for each deadline")
    private int queries;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "FACTOR",
            defaultValue = "0.5,1,1.5,2,3,4",
            description = "rates of queries, as multiples of what is answered at full depth, one after the other")
    private List<Double> rates;

    @Option(names = "--latency", defaultValue = "50", paramLabel = "MS", description = "the latency to keep under load")
    private double latency;

    @Option(names = "--seconds", defaultValue = "5", description = "how long each rate lasts")
    private double seconds;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public BudgetCommand() {}

    @Override
    public Integer call() {
        if (queries < 1) {
            throw new IllegalArgumentException("--queries: " + queries + "; give 1 or more");
        }
        DeadlineExperiment alone = new DeadlineExperiment(sorted("--deadlines", deadlines, Double.MAX_VALUE), queries);
        LoadExperiment load = new LoadExperiment(
                sorted("--rates", rates, MAX_FACTOR),
                Duration.ofNanos(Math.round(1e6 * positive("--latency", latency, Double.MAX_VALUE))),
                Duration.ofMillis(Math.round(1e3 * positive("--seconds", seconds, MAX_SECONDS))));
        try (Subjects subjects = Subjects.open(runOptions.runs(), imageOptions.images()::of)) {
            subjects.requireOdeBlocks();
            alone.run(subjects, runOptions, spec.commandLine().getOut());
            load.run(subjects, runOptions, spec.commandLine().getOut());
        }
        return 0;
    }

    private static double[] sorted(String option, List<Double> values, double most) {
        return values.stream()
                .flatMapToDouble(value -> DoubleStream.of(positive(option, value, most)))
                .sorted()
                .distinct()
                .toArray();
    }

    private static double positive(String option, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(option + ": " + value + "; it must be positive"
                    + (most == Double.MAX_VALUE ? "" : " and at most " + most));
        }
        return value;
    }
}
