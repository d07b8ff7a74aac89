package org.odenet.examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.Normalization;
import org.odenet.models.data.TrainTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a network on MNIST. */
@Command(
        name = "mnist",
        description = {
            "Trains a network on handwritten digits and tests it.",
            "Without --data or --download it uses the built-in subset: 6,000 images to train, 2,000 to test."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class MnistCommand implements Callable<Integer> {

    @Mixin
    private TrainingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OdeNetConfig config = OdeNetConfig.mnist().withNormalization(Normalization.unit());
        return new TrainingProgram("mnist", options, config, MnistCommand::data, spec.commandLine()).run();
    }

    private static TrainTest data(TrainingOptions options) {
        Path folder = options.dataFolder();
        if (folder == null) {
            return DataSets.builtInMnist();
        }
        return options.downloads() ? DataSets.downloadMnist(folder, new DownloadBar()) : DataSets.mnist(folder);
    }
}
