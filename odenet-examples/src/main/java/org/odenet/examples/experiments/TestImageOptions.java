package org.odenet.examples.experiments;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the test images are. */
public final class TestImageOptions {

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "read the test images from this folder of MNIST or CIFAR-10 (default: that of the training,"
                    + " or the built-in digits)")
    private Path data;

    @Option(names = "--limit", paramLabel = "IMAGES", description = "use only the first images")
    private Integer limit;

    /** Makes the options; picocli calls this. */
    public TestImageOptions() {}

    /**
     * What the options say.
     *
     * @return where to find test images
     * @throws IllegalArgumentException if the limit is not positive
     */
    public TestImages images() {
        return new TestImages(data, limit);
    }
}
