package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.GradientMethod;
import org.odenet.examples.output.CsvFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the memory of gradients. */
@Command(
        name = "memory",
        description = "Measures the native memory of tensors at the peak of one gradient through a solve with fixed RK4"
                + " steps, state [batch, 64, 6, 6], by method and number of steps, beyond weights and inputs;"
                + " the checkpointed method without a budget for activations.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

    private static final List<GradientMethod> METHODS =
            List.of(Gradients.direct(), Gradients.checkpointed().withMemoryBudget(0), Gradients.adjoint());

    @Option(
            names = "--steps",
            paramLabel = "N",
            split = ",",
            defaultValue = "4,40,400",
            description = "the numbers of steps; ${DEFAULT-VALUE} by default")
    private List<Integer> steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "samples of a batch; ${DEFAULT-VALUE} by default")
    private int batch;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/memory.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    /** One line of the table. */
    private record Row(String method, int steps, long peakBytes, double states) {}

    @Override
    public Integer call() {
        PositiveOption.require(spec, "--batch", batch);
        steps.forEach(count -> PositiveOption.require(spec, "--steps", count));
        PrintWriter out = spec.commandLine().getOut();
        GradientMemory memory = new GradientMemory(batch);
        List<Row> rows = new ArrayList<>();
        out.printf("%-14s %8s %14s %10s%n", "method", "steps", "peak MB", "states");
        for (GradientMethod method : METHODS) {
            for (int count : steps) {
                long peak = memory.peakBytes(method, count);
                Row row = new Row(method.name(), count, peak, (double) peak / memory.stateBytes());
                rows.add(row);
                out.printf(
                        Locale.ROOT,
                        "%-14s %8d %14.2f %10.1f%n",
                        row.method(),
                        row.steps(),
                        row.peakBytes() / 1e6,
                        row.states());
                out.flush();
            }
        }
        writeCsv(rows);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private void writeCsv(List<Row> rows) {
        CsvFile.write(
                csv,
                List.of("method", "steps", "peak_bytes", "states"),
                rows.stream()
                        .map(row -> List.<Object>of(row.method(), row.steps(), row.peakBytes(), row.states()))
                        .toList());
    }
}
