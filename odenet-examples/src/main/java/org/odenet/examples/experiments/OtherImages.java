package org.odenet.examples.experiments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.ImageFolder;
import org.odenet.models.data.ImageShape;
import picocli.CommandLine.Option;

/** Images that the networks were not trained on, brought to the shape that each takes. */
final class OtherImages {

    private static final int GREY_SIDE = 28;
    private static final int COLOUR_SIDE = 32;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "the images: a folder with a folder of images for each class, Tiny-ImageNet-200 (its validation"
                            + " part), CIFAR-10 or MNIST (their test parts)")
    private Path folder;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "width and height that images are resized to (default: 28 for networks of grey images, 32 for"
                    + " those of colour images)")
    private Integer size;

    @Option(
            names = "--limit",
            paramLabel = "IMAGES",
            description = "use only the first images; of image files as many of each class")
    private Integer limit;

    private final Map<ImageShape, ImageDataSet> read = new HashMap<>();

    ImageDataSet of(RunFolder run) {
        int channels = run.classifier().config().channels();
        int side = size != null ? size : channels == 1 ? GREY_SIDE : COLOUR_SIDE;
        return read.computeIfAbsent(new ImageShape(channels, side, side), this::read);
    }

    private ImageDataSet read(ImageShape shape) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--images " + folder + ": there is no such folder; check the path");
        }
        if (limit != null && limit <= 0) {
            throw new IllegalArgumentException("cannot take " + limit + " images; the number must be positive");
        }
        if (DataFolder.holdsCifar10(folder)) {
            return first(DataSets.cifar10(folder).test()).resizedTo(shape);
        }
        if (DataFolder.holdsMnist(folder)) {
            return first(DataSets.mnist(folder).test()).resizedTo(shape);
        }
        return readFiles(shape);
    }

    private ImageDataSet first(ImageDataSet images) {
        return limit == null ? images : images.take(Math.min(limit, images.size()));
    }

    private ImageDataSet readFiles(ImageShape shape) {
        ImageFolder all = ImageFolder.open(folder);
        ImageFolder files = limit == null ? all : all.atMost(limit);
        try (ProgressBar bar = ProgressBars.of("reading", files.size(), " images")) {
            return files.read(shape, (done, total) -> bar.stepTo(done));
        }
    }
}
