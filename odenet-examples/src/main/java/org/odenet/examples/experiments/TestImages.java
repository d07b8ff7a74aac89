package org.odenet.examples.experiments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;

/** Finds the test images of runs: in the folder that is given, else in that of the training, else the built-in digits. */
public final class TestImages {

    private final Path given;
    private final Integer limit;
    private final Map<Optional<Path>, ImageDataSet> read = new HashMap<>();

    TestImages(Path given, Integer limit) {
        this.given = given;
        this.limit = limit;
        if (limit != null && limit <= 0) {
            throw new IllegalArgumentException("cannot take " + limit + " images; the number must be positive");
        }
    }

    /**
     * The test images of a run.
     *
     * @param run the run
     * @return its images
     * @throws IllegalArgumentException if they are not known, not there, or of another kind than the network takes
     */
    public ImageDataSet of(RunFolder run) {
        ImageDataSet images = read.computeIfAbsent(folder(run), TestImages::read);
        requireFit(images, run);
        return limit == null ? images : images.take(Math.min(limit, images.size()));
    }

    private Optional<Path> folder(RunFolder run) {
        if (given != null) {
            return Optional.of(given);
        }
        Optional<Path> trainedOn =
                run.option("--data").or(() -> run.option("--download")).map(Path::of);
        if (trainedOn.isPresent() && !Files.isDirectory(trainedOn.get())) {
            throw new IllegalArgumentException("the images of the run " + run.path() + " were in " + trainedOn.get()
                    + ", which is no folder here; give theirs with --data");
        }
        if (trainedOn.isEmpty() && run.classifier().config().channels() != 1) {
            throw new IllegalArgumentException("where are the images of the run " + run.path()
                    + "? Its run.json does not tell; give their folder with --data");
        }
        return trainedOn;
    }

    private static ImageDataSet read(Optional<Path> folder) {
        return folder.map(TestImages::read)
                .orElseGet(() -> DataSets.builtInMnist().test());
    }

    private static ImageDataSet read(Path folder) {
        return (DataFolder.holdsCifar10(folder) ? DataSets.cifar10(folder) : DataSets.mnist(folder)).test();
    }

    private static void requireFit(ImageDataSet images, RunFolder run) {
        OdeNetConfig config = run.classifier().config();
        if (images.channels() != config.channels() || images.classes() != config.classes()) {
            throw new IllegalArgumentException(
                    "the network in %s takes images of %d channels in %d classes, but '%s' has %dx%dx%d in %d; give its own kind of images with --data"
                            .formatted(
                                    run.path(),
                                    config.channels(),
                                    config.classes(),
                                    images.name(),
                                    images.channels(),
                                    images.height(),
                                    images.width(),
                                    images.classes()));
        }
    }
}
