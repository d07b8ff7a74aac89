package org.odenet.examples.experiments;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Test error and evaluations of networks whose hidden state is stopped early: figure 2 of the paper. */
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
    private RunOptions runOptions;

    @Mixin
    private TestImageOptions imageOptions;

    @Mixin
    private TimeOptions timeOptions;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public DepthCommand() {}

    @Override
    public Integer call() {
        DepthExperiment experiment = new DepthExperiment("depth", timeOptions.times(), List.of());
        try (Subjects subjects = Subjects.open(runOptions.runs(), imageOptions.images()::of)) {
            subjects.requireOdeBlocks();
            experiment.run(subjects, runOptions, spec.commandLine().getOut());
        }
        return 0;
    }
}
