package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Test error and evaluations of a network whose hidden state is stopped early: figure 2 of the paper. */
@Command(
        name = "depth",
        description = {
            "Measures test error and function evaluations of networks with an ODE block, stopped at times t up to 1.",
            "Each image takes its own steps. Writes depth.csv and depth.png; what depth.csv has already is not computed"
                    + " again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DepthCommand implements Callable<Integer> {

    @Mixin
    private ExperimentOptions options;

    @Mixin
    private TimeOptions timeOptions;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public DepthCommand() {}

    @Override
    public Integer call() {
        double[] times = timeOptions.times();
        try (Subjects subjects = options.open()) {
            subjects.forEach(subject -> subject.run().requireOdeBlock());
            List<DepthCurve> curves = new ArrayList<>();
            Set<Path> folders = new LinkedHashSet<>();
            for (Subject subject : subjects) {
                Path folder = options.folder(subject.run());
                DepthSweep sweep = new DepthSweep(folder.resolve("depth.csv"), times);
                curves.add(sweep.measure(
                        subject.run().name(), subject, subject.run().solverOfEachImage()));
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
            DepthCharts.write(curves, folder.resolve("depth.png"));
            out.println("results in " + folder + ": depth.csv, depth.png");
        }
        out.flush();
    }
}
