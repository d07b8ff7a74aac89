package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.examples.output.CsvFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how much convolutions round. */
@Command(
        name = "rounding",
        description =
                "Measures how much a 3 x 3 convolution in float32 rounds: the distance of its output, of its input's"
                        + " cotangent and of its weight's gradient from those in float64, over their length, on normally distributed"
                        + " values, by the kernels that serve. -Dodenet.convolution=direct asks for those without Winograd's method.",
        mixinStandardHelpOptions = true)
final class RoundingCommand implements Callable<Integer> {

    @Option(
            names = "--sides",
            paramLabel = "N",
            split = ",",
            defaultValue = "4,6,7,8,12,14",
            description = "heights and widths of the images; ${DEFAULT-VALUE} by default")
    private List<Integer> sides;

    @Option(
            names = "--channels",
            paramLabel = "N",
            split = ",",
            defaultValue = "64,256",
            description = "numbers of channels; ${DEFAULT-VALUE} by default")
    private List<Integer> channels;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "samples of a batch; ${DEFAULT-VALUE} by default")
    private int batch;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/rounding.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PositiveOption.require(spec, "--batch", batch);
        sides.forEach(side -> PositiveOption.require(spec, "--sides", side));
        channels.forEach(count -> PositiveOption.require(spec, "--channels", count));
        PrintWriter out = spec.commandLine().getOut();
        Kernels kernels = KernelProviders.select();
        out.printf("%-8s %6s %12s %12s %12s%n", "channels", "side", "output", "input", "weight");
        List<List<Object>> rows = new ArrayList<>();
        for (int count : channels) {
            for (int side : sides) {
                Rounding errors = Rounding.of(kernels, batch, count, side);
                rows.add(List.of(count, side, errors.output(), errors.input(), errors.weight()));
                out.printf(
                        Locale.ROOT,
                        "%-8d %6d %12.1e %12.1e %12.1e%n",
                        count,
                        side,
                        errors.output(),
                        errors.input(),
                        errors.weight());
                out.flush();
            }
        }
        CsvFile.write(csv, List.of("channels", "side", "output", "input", "weight"), rows);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }
}
