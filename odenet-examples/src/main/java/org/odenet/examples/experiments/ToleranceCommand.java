package org.odenet.examples.experiments;

import java.util.List;
import java.util.concurrent.Callable;
import org.odenet.core.state.Tolerances;
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
        sortOptions = false)
public final class ToleranceCommand implements Callable<Integer> {

    @Mixin
    private RunOptions runOptions;

    @Mixin
    private TestImageOptions imageOptions;

    @Option(
            names = "--tolerances",
            split = ",",
            paramLabel = "TOLERANCE",
            defaultValue = "1e-1,1e-2,1e-3,1e-4",
            description = "relative and absolute tolerances of the solver; several with commas (default:"
                    + " ${DEFAULT-VALUE})")
    private List<Double> tolerances;

    @Mixin
    private TimeOptions timeOptions;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public ToleranceCommand() {}

    @Override
    public Integer call() {
        List<Tolerances> each = tolerances.stream()
                .distinct()
                .map(tolerance -> new Tolerances(tolerance, tolerance))
                .toList();
        DepthExperiment experiment = new DepthExperiment("tolerance", timeOptions.times(), each);
        try (Subjects subjects = Subjects.open(runOptions.runs(), imageOptions.images()::of)) {
            subjects.requireOdeBlocks();
            experiment.run(subjects, runOptions, spec.commandLine().getOut());
        }
        return 0;
    }
}
