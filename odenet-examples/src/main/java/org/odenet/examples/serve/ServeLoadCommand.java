package org.odenet.examples.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.CsvFile;
import org.odenet.examples.output.ProgressBars;
import org.odenet.examples.serve.LoadResult.Answered;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A load test of the page's server, over HTTP. */
@Command(
        name = "serve-load",
        description = {
            "Tests a server that 'serve' has started on this machine: sends queries at a rate for some time, then at a lower"
                    + " one, and tells failures, latency, depth over time, and how it recovers.",
            "Ends by itself; asks loopback addresses alone. Exit code 1 if no query was answered."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class ServeLoadCommand implements Callable<Integer> {

    private static final double MAX_RATE = 10_000;
    private static final double MAX_SECONDS = 600;
    private static final double WARM_UP_RATE = 0.25;

    @Parameters(paramLabel = "URL", description = "the server, such as http://127.0.0.1:8080/")
    private String url;

    @Option(names = "--rate", defaultValue = "200", description = "queries in a second under load")
    private double rate;

    @Option(names = "--seconds", defaultValue = "10", description = "how long the load lasts")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description =
                    "seconds of a quarter of that rate before, which are not counted: both programs compile meanwhile")
    private double warmUp;

    @Option(names = "--calm-rate", defaultValue = "10", description = "queries in a second afterwards")
    private double calmRate;

    @Option(names = "--calm-seconds", defaultValue = "5", description = "how long that lasts")
    private double calmSeconds;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "write the results of each second into this file")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public ServeLoadCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("--rate", rate, MAX_RATE);
        require("--calm-rate", calmRate, MAX_RATE);
        require("--seconds", seconds, MAX_SECONDS);
        require("--calm-seconds", calmSeconds, MAX_SECONDS);
        if (!(warmUp >= 0 && warmUp <= MAX_SECONDS)) {
            throw new IllegalArgumentException(
                    "--warm-up is " + warmUp + "; it must not be negative and at most " + MAX_SECONDS);
        }
        HttpLoad load = new HttpLoad(LoopbackUrl.parse(url));
        if (warmUp > 0) {
            run(load, "warm-up", rate * WARM_UP_RATE, warmUp);
        }
        List<LoadResult> busy = run(load, "load", rate, seconds);
        List<LoadResult> calm = run(load, "recovery", calmRate, calmSeconds);
        print(busy, calm);
        if (out != null) {
            write(busy, calm);
        }
        return total(busy).answered().isEmpty() ? 1 : 0;
    }

    private static void require(String option, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be positive and at most " + most);
        }
    }

    private static List<LoadResult> run(HttpLoad load, String name, double rate, double seconds) {
        try (ProgressBar bar = ProgressBars.of(name, (long) Math.ceil(rate * seconds), " queries")) {
            return load.run(rate, seconds, bar::step);
        }
    }

    private static LoadResult total(List<LoadResult> seconds) {
        List<Answered> answered = new ArrayList<>();
        seconds.forEach(second -> answered.addAll(second.answered()));
        return new LoadResult(
                answered,
                seconds.stream().mapToInt(LoadResult::refused).sum(),
                seconds.stream().mapToInt(LoadResult::failed).sum(),
                seconds.stream().mapToInt(LoadResult::unsent).sum());
    }

    private void print(List<LoadResult> busy, List<LoadResult> calm) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.printf(
                "%-10s %8s %8s %8s %8s %8s %8s %8s %8s%n",
                "second", "answered", "refused", "failed", "unsent", "mean t", "p50 ms", "p95 ms", "p99 ms");
        int number = 0;
        for (List<LoadResult> phase : List.of(busy, calm)) {
            for (LoadResult second : phase) {
                number++;
                print(writer, String.valueOf(number), second);
            }
        }
        print(writer, "load", total(busy));
        print(writer, "recovery", total(calm));
        writer.println("unsent: more queries were on their way than this test keeps track of");
        writer.flush();
    }

    private static void print(PrintWriter writer, String name, LoadResult result) {
        writer.printf(
                "%-10s %8d %8d %8d %8d %8.3f %8.2f %8.2f %8.2f%n",
                name,
                result.answered().size(),
                result.refused(),
                result.failed(),
                result.unsent(),
                result.depth(),
                result.latency(0.5),
                result.latency(0.95),
                result.latency(0.99));
    }

    private void write(List<LoadResult> busy, List<LoadResult> calm) {
        List<List<Object>> records = new ArrayList<>();
        busy.forEach(second -> records.add(record(records.size() + 1, "load", second)));
        calm.forEach(second -> records.add(record(records.size() + 1, "recovery", second)));
        CsvFile.write(
                out,
                List.of(
                        "second",
                        "phase",
                        "answered",
                        "refused",
                        "failed",
                        "unsent",
                        "t_mean",
                        "latency_median_ms",
                        "latency_percentile_95_ms",
                        "latency_percentile_99_ms"),
                records);
    }

    private static List<Object> record(int number, String phase, LoadResult second) {
        return List.of(
                number,
                phase,
                second.answered().size(),
                second.refused(),
                second.failed(),
                second.unsent(),
                second.depth(),
                second.latency(0.5),
                second.latency(0.95),
                second.latency(0.99));
    }
}
