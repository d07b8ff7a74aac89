package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.sample.PerSampleSolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** As {@link DepthCommand}, for several tolerances of the solver. */
@Command(
        name = "tolerance",
        description = {
            "Measures test error and function evaluations of networks with an ODE block for several tolerances, stopped at"
                    + " times t up to 1.",
            "Each image takes its own steps. Writes tolerance.csv and tolerance.png; what tolerance.csv has already is"
                    + " not computed again."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class ToleranceCommand implements Callable<Integer> {

    @Mixin
    private ExperimentOptions options;

    @Option(
            names = "--tolerances",
            split = ",",
            paramLabel = "TOLERANCE",
            defaultValue = "1e-1,1e-2,1e-3,1e-4",
            description = "relative and absolute tolerances of the solver; several with commas")
    private List<Double> tolerances;

    @Mixin
    private TimeOptions timeOptions;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public ToleranceCommand() {}

    @Override
    public Integer call() {
        double[] times = timeOptions.times();
        List<Tolerances> checked = tolerances.stream()
                .distinct()
                .map(tolerance -> new Tolerances(tolerance, tolerance))
                .toList();
        try (Subjects subjects = options.open()) {
            subjects.forEach(subject -> subject.run().requireOdeBlock());
            List<DepthCurve> curves = new ArrayList<>();
            Set<Path> folders = new LinkedHashSet<>();
            for (Subject subject : subjects) {
                Path folder = options.folder(subject.run());
                DepthSweep sweep = new DepthSweep(folder.resolve("tolerance.csv"), times);
                PerSampleSolver solver = subject.run().solverOfEachImage();
                for (Tolerances each : checked) {
                    String name = subject.run().name() + ", tolerance " + each.relative();
                    curves.add(sweep.measure(name, subject, solver.tolerances(List.of(each))));
                }
                folders.add(folder);
            }
            show(curves, folders);
            return 0;
        }
    }

    private void show(List<DepthCurve> curves, Set<Path> folders) {
        PrintWriter out = spec.commandLine().getOut();
        DepthCharts.print(curves, out);
        for (Path folder : folders) {
            DepthCharts.write(curves, folder.resolve("tolerance.png"));
            out.println("results in " + folder + ": tolerance.csv, tolerance.png");
        }
        out.flush();
    }
}
