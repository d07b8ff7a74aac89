package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that all experiments have. */
final class ExperimentOptions {

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "run folders of trained networks, as mnist and cifar10 leave them; several share a chart")
    private List<Path> runs;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "read the test images from this folder of MNIST or CIFAR-10 (default: that of the training,"
                    + " or the built-in digits)")
    private Path data;

    @Option(names = "--out", paramLabel = "FOLDER", description = "where results go (default: into the run folders)")
    private Path out;

    @Option(names = "--limit", paramLabel = "IMAGES", description = "use only the first images")
    private Integer limit;

    /** The networks and their images, all checked before any work begins. */
    Subjects open() {
        return Subjects.open(runs, new TestImages(data, limit));
    }

    /** Where the results of a run go; the folder is there. */
    Path folder(RunFolder run) {
        if (out == null) {
            return run.path();
        }
        try {
            return Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + out + " cannot be made: " + e, e);
        }
    }
}
