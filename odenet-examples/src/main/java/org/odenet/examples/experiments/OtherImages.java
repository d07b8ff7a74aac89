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

/** Images that the networks were not trained on, brought to the shape that each takes. */
final class OtherImages {

    private static final int GREY_SIDE = 28;
    private static final int COLOUR_SIDE = 32;

    private final Path folder;
    private final Integer size;
    private final Integer limit;
    private final Map<ImageShape, ImageDataSet> read = new HashMap<>();

    /**
     * Images to be read.
     *
     * @param folder where they are
     * @param size their width and height; null for the usual one
     * @param limit how many; null for all
     */
    OtherImages(Path folder, Integer size, Integer limit) {
        this.folder = folder;
        this.size = size;
        this.limit = limit;
    }

    /** The shape that images are brought to for a network; the size is the usual one where it is null. */
    static ImageShape shape(RunFolder run, Integer size) {
        int channels = run.classifier().config().channels();
        int side = size != null ? size : channels == 1 ? GREY_SIDE : COLOUR_SIDE;
        return new ImageShape(channels, side, side);
    }

    ImageDataSet of(RunFolder run) {
        return read.computeIfAbsent(shape(run, size), this::read);
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
