package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.OdeSolver;
import org.odenet.examples.output.CsvFile;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.Batch;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs to take features at many depths. */
@Command(
        name = "depths",
        description = "Compares one solve that gives the features of 21 depths, t = 0, 0.05, ... 1, with one that gives"
                + " those of t = 1 alone: networks with random weights, dopri5 at 1e-3.",
        mixinStandardHelpOptions = true)
final class DepthsCommand implements Callable<Integer> {

    private static final double[] DEPTHS =
            IntStream.rangeClosed(0, 20).mapToDouble(k -> k / 20.0).toArray();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "images of a batch; ${DEFAULT-VALUE} by default")
    private int batch;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "15",
            description = "measurements, of which the median counts; ${DEFAULT-VALUE} by default")
    private int repeats;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/depths.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    /** One line of the table. */
    private record Row(String network, String steps, double oneMillis, double allMillis) {

        double ratio() {
            return allMillis / oneMillis;
        }
    }

    @Override
    public Integer call() {
        PositiveOption.require(spec, "--batch", batch);
        PositiveOption.require(spec, "--repeats", repeats);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-10s %-12s %12s %12s %8s%n", "network", "steps", "t=1 ms", "21 times ms", "ratio");
        List<Row> rows = new ArrayList<>();
        for (Architecture architecture : List.of(Architecture.RES_ODE, Architecture.ODE_ONLY)) {
            rows.add(measure(architecture, "common", Mnist.solver()));
            rows.add(measure(architecture, "per sample", Mnist.solver().perSample()));
        }
        CsvFile.write(
                csv,
                List.of("network", "steps", "one_ms", "all_ms", "ratio"),
                rows.stream()
                        .map(row -> List.<Object>of(
                                row.network(), row.steps(), row.oneMillis(), row.allMillis(), row.ratio()))
                        .toList());
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private Row measure(Architecture architecture, String steps, OdeSolver solver) {
        double[] one = new double[repeats];
        double[] all = new double[repeats];
        try (ImageClassifier net =
                        Mnist.network(architecture, Gradients.checkpointed()).with(solver, Gradients.checkpointed());
                FeatureExtractor extractor = new FeatureExtractor(net);
                Batch images = Mnist.images(net, batch)) {
            // Not counted: what is compiled and allocated first.
            millis(extractor, images, 1);
            millis(extractor, images, DEPTHS);
            for (int i = 0; i < repeats; i++) {
                one[i] = millis(extractor, images, 1);
                all[i] = millis(extractor, images, DEPTHS);
            }
        }
        Row row = new Row(architecture.label(), steps, Statistics.median(one), Statistics.median(all));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-10s %-12s %12.2f %12.2f %8.2f%n",
                row.network(),
                row.steps(),
                row.oneMillis(),
                row.allMillis(),
                row.ratio());
        out.flush();
        return row;
    }

    private static double millis(FeatureExtractor extractor, Batch images, double... depths) {
        long start = System.nanoTime();
        extractor.at(images.features(), depths).forEach(Features::close);
        return (System.nanoTime() - start) / 1e6;
    }
}
