package org.odenet.examples.experiments;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Retrieval by features of several depths on the test images: figure 3 of the paper. */
@Command(
        name = "retrieval",
        description = {
            "Measures the mean average precision of retrieval by features of networks: all test images are queries, and"
                    + " all are the collection.",
            "Of a network with an ODE block: features of times t up to 1, of the queries and the collection alike"
                    + " (symmetric), and of the queries alone with the collection at 1 (asymmetric); each image takes its"
                    + " own steps. Of a ResNet: features behind each block.",
            "Writes retrieval.csv and retrieval.png, or, with other rankings, files named after these; what a table has already is not computed again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RetrievalCommand implements Callable<Integer> {

    private static final int BEST = 10;

    @Mixin
    private RunOptions runOptions;

    @Mixin
    private TestImageOptions imageOptions;

    @Mixin
    private TimeOptions timeOptions;

    @Mixin
    private RankingOptions ranking;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public RetrievalCommand() {}

    @Override
    public Integer call() {
        RetrievalExperiment experiment = new RetrievalExperiment(
                ranking.fileName("retrieval"), timeOptions.times(), ranking.scaling(), ranking.evaluation(BEST), false);
        try (Subjects subjects = Subjects.open(runOptions.runs(), imageOptions.images()::of)) {
            experiment.run(subjects, runOptions, spec.commandLine().getOut());
        }
        return 0;
    }
}
