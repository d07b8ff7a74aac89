package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tells the data sets in a folder by the names of the files. */
final class DataFolder {

    private DataFolder() {}

    static boolean holdsCifar10(Path folder) {
        return Files.exists(folder.resolve("test_batch.bin"))
                || Files.isDirectory(folder.resolve("cifar-10-batches-bin"));
    }

    static boolean holdsMnist(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("t10k-images"));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be listed: " + e, e);
        }
    }
}
