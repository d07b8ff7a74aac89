package org.odenet.examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.TrainTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network on CIFAR-10. */
@Command(
        name = "cifar10",
        description = {
            "Trains a network on the CIFAR-10 colour images and tests it.",
            "The images come from --data or --download. The paper's networks have --filters 256; 64 are 15 times as fast."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class Cifar10Command implements Callable<Integer> {

    @Mixin
    private TrainingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (options.dataFolder() == null) {
            throw new ParameterException(
                    spec.commandLine(), "where is CIFAR-10? Give its folder with --data, or one to --download it into");
        }
        return new TrainingProgram("cifar10", options, OdeNetConfig.cifar10(), Cifar10Command::data, spec.commandLine())
                .run();
    }

    private static TrainTest data(TrainingOptions options) {
        Path folder = options.dataFolder();
        return options.downloads() ? DataSets.downloadCifar10(folder, new DownloadBar()) : DataSets.cifar10(folder);
    }
}
