package org.odenet.examples.experiments;

import java.nio.file.Path;
import org.odenet.models.data.ImageDataSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a collection of images is: test images of the network's own kind, or others brought to its shape. */
public final class CollectionOptions {

    @ArgGroup
    private Source source = new Source();

    @Mixin
    private SizeOption size;

    @Option(names = "--limit", paramLabel = "IMAGES", description = "use only the first images")
    private Integer limit;

    /** One of two. */
    private static final class Source {

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                description =
                        "the test images of this folder of MNIST or CIFAR-10 (default: that of the training, or the"
                                + " built-in digits)")
        private Path data;

        @Option(
                names = "--images",
                paramLabel = "FOLDER",
                description = "images of another kind: " + OtherImageOptions.FOLDERS)
        private Path images;
    }

    /** Makes the options; picocli calls this. */
    public CollectionOptions() {}

    /**
     * The images for a network.
     *
     * @param run the network
     * @return the images that the options say
     * @throws IllegalArgumentException if they are not known, not there, or do not fit the network
     */
    public ImageDataSet of(RunFolder run) {
        if (source.images != null) {
            return new OtherImages(source.images, size.pixels(), limit).of(run);
        }
        if (size.pixels() != null) {
            throw new IllegalArgumentException(
                    "--size is for the images of --images; test images keep their own size; leave it out");
        }
        return new TestImages(source.data, limit).of(run);
    }
}
