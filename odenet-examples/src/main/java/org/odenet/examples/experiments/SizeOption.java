package org.odenet.examples.experiments;

import org.odenet.models.data.ImageShape;
import picocli.CommandLine.Option;

/** The size that image files are brought to. */
public final class SizeOption {

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "width and height that images are resized to (default: 28 for networks of grey images, 32 for"
                    + " those of colour images)")
    private Integer pixels;

    /** Makes the option; picocli calls this. */
    public SizeOption() {}

    /** The width and height; null if none was given. */
    Integer pixels() {
        return pixels;
    }

    /**
     * The shape of the images of a network.
     *
     * @param run the network
     * @return its channels, and the size that was given or the usual one
     * @throws IllegalArgumentException if the size is not positive
     */
    public ImageShape shape(RunFolder run) {
        return OtherImages.shape(run, pixels);
    }
}
