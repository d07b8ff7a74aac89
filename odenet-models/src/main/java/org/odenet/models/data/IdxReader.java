package org.odenet.models.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads images and labels in the IDX format of MNIST and Fashion-MNIST, plain or gzip; which of the two is told by the
 * content of a file, not by its name.
 */
public final class IdxReader {
    private static final int IMAGE_DIMENSIONS = 3;
    private static final int LABEL_DIMENSIONS = 1;

    private IdxReader() {}

    /**
     * Reads one file of grey images, {@code [count, height, width]}, with its file of labels, {@code [count]}.
     *
     * @param images the image file
     * @param labels the label file
     * @param name the name of the data set
     * @param classNames the names of the classes, in the order of the labels
     * @return the data set, with one channel
     * @throws DataSetException if a file is missing, empty, truncated, too long, of another kind or damaged, if the counts
     *     differ, or if a label has no class
     */
    public static ImageDataSet read(Path images, Path labels, String name, List<String> classNames) {
        return assemble(
                IdxFile.read(images, IMAGE_DIMENSIONS), IdxFile.read(labels, LABEL_DIMENSIONS), name, classNames);
    }

    /**
     * Reads the training and the test part from a folder, where they have the usual names: {@code train} or {@code t10k},
     * then {@code -images-idx3-ubyte} or {@code -labels-idx1-ubyte} (or with a dot, {@code -images.idx3-ubyte}), with or
     * without {@code .gz}. Where a file is there both ways, the compressed one is read.
     *
     * @param folder the folder
     * @param name the name of the data set
     * @param classNames the names of the classes, in the order of the labels
     * @return both parts
     * @throws DataSetException if the folder or a file is missing, or as {@link #read} does
     */
    public static TrainTest readFolder(Path folder, String name, List<String> classNames) {
        if (!Files.isDirectory(folder)) {
            throw new DataSetException(
                    "%s: the folder %s does not exist; check the path, or download the set".formatted(name, folder));
        }
        return new TrainTest(
                readPart(folder, "train", name + " train", classNames),
                readPart(folder, "t10k", name + " test", classNames));
    }

    private static ImageDataSet readPart(Path folder, String prefix, String name, List<String> classNames) {
        Path images = find(folder, prefix + "-images", "idx3-ubyte", name);
        Path labels = find(folder, prefix + "-labels", "idx1-ubyte", name);
        return read(images, labels, name, classNames);
    }

    private static Path find(Path folder, String start, String end, String name) {
        List<String> names = Stream.of("-", ".")
                .map(separator -> start + separator + end)
                .flatMap(plain -> Stream.of(plain + ".gz", plain))
                .toList();
        return names.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () -> new DataSetException("%s: the folder %s has none of %s; add the file, or download the set"
                                .formatted(name, folder, names)));
    }

    /** Reads a pair that is at hand as two contents, such as resources of the jar. */
    static ImageDataSet assemble(IdxFile images, IdxFile labels, String name, List<String> classNames) {
        int[] sizes = images.sizes();
        if (sizes[0] != labels.sizes()[0]) {
            throw new DataSetException("%s holds %d images, but %s holds %d labels; use the two files of one set"
                    .formatted(images.place(), sizes[0], labels.place(), labels.sizes()[0]));
        }
        return ImageDataSet.owning(
                name, 1, sizes[1], sizes[2], images.bytes(), labelNumbers(labels, classNames.size()), classNames);
    }

    private static int[] labelNumbers(IdxFile file, int classes) {
        byte[] bytes = file.bytes();
        int[] labels = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            labels[i] = bytes[i] & 0xFF;
            if (labels[i] >= classes) {
                throw new DataSetException(
                        "%s: label %d of image %d is outside 0..%d (%d classes); use the labels of this set, or name more classes"
                                .formatted(file.place(), labels[i], i, classes - 1, classes));
            }
        }
        return labels;
    }
}
