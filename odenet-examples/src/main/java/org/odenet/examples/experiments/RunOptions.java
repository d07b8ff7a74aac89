package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The networks of an experiment, and where its results go. */
final class RunOptions {

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "run folders of trained networks, as mnist and cifar10 leave them; several share a chart")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "FOLDER", description = "where results go (default: into the run folders)")
    private Path out;

    List<Path> runs() {
        return runs;
    }

    /** Where the results of a run go; the folder is there. */
    Path folder(RunFolder run) {
        return out == null ? run.path() : made(out);
    }

    static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be made: " + e, e);
        }
    }
}
