package org.odenet.examples.experiments;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where images are that the networks were not trained on. */
final class OtherImageOptions {

    static final String FOLDERS =
            "a folder with a folder of images for each class, Tiny-ImageNet-200 (its validation part), CIFAR-10 or MNIST"
                    + " (their test parts)";

    @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "the images: " + FOLDERS)
    private Path folder;

    @Mixin
    private SizeOption size;

    @Option(
            names = "--limit",
            paramLabel = "IMAGES",
            description = "use only the first images; of image files as many of each class")
    private Integer limit;

    OtherImages images() {
        return new OtherImages(folder, size.pixels(), limit);
    }
}
