package org.odenet.examples.experiments;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Retrieval of images that the networks were not trained on: figure 4 of the paper. */
@Command(
        name = "transfer",
        description = {
            "As retrieval, on the images of another data set: how well features serve for what the networks were not"
                    + " trained on, as mean average precision of the 10 best.",
            "Writes transfer.csv and transfer.png, or, with other rankings, files named after these; what a table has already is not computed again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TransferCommand implements Callable<Integer> {

    private static final int BEST = 10;

    @Mixin
    private RunOptions runOptions;

    @Mixin
    private OtherImageOptions imageOptions;

    @Mixin
    private TimeOptions timeOptions;

    @Mixin
    private RankingOptions ranking;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public TransferCommand() {}

    @Override
    public Integer call() {
        RetrievalExperiment experiment = new RetrievalExperiment(
                ranking.fileName("transfer"), timeOptions.times(), ranking.scaling(), ranking.evaluation(BEST), true);
        OtherImages images = imageOptions.images();
        try (Subjects subjects = Subjects.open(runOptions.runs(), images::of)) {
            experiment.run(subjects, runOptions, spec.commandLine().getOut());
        }
        return 0;
    }
}
