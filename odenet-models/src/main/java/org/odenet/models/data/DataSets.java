package org.odenet.models.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The data sets: MNIST, Fashion-MNIST and CIFAR-10, from a folder or from the network; a subset of MNIST that is always
 * there; Tiny-ImageNet-200 and one's own images from a folder.
 *
 * <pre>{@code
 * TrainTest digits = DataSets.builtInMnist();
 * TrainTest garments = DataSets.downloadFashionMnist(Path.of("data/fashion"), DownloadProgress.none());
 * }</pre>
 */
public final class DataSets {
    static final List<String> DIGITS = ImageDataSet.numbered(10);

    private static final List<String> GARMENTS = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private static final List<URI> MNIST_MIRRORS = List.of(
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

    /** Lengths and checksums of the files on LeCun's page, as its mirrors keep them. */
    private static final List<RemoteFile> MNIST_FILES = List.of(
            mnistFile("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            mnistFile("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
            mnistFile("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
            mnistFile("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c"));

    private static final List<URI> FASHION_MIRRORS = List.of(
            URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"));

    /** Checksums as on the page of Fashion-MNIST. */
    private static final List<RemoteFile> FASHION_FILES = List.of(
            fashionFile("train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            fashionFile("train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
            fashionFile("t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
            fashionFile("t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310"));

    /** The checksum as on the CIFAR page. */
    private static final RemoteFile CIFAR10_ARCHIVE = new RemoteFile(
            List.of(
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    URI.create("https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz")),
            "cifar-10-binary.tar.gz",
            170_052_171,
            "c32a1d4ab5d03f1284b67883e8d87530");

    private DataSets() {}

    private static RemoteFile mnistFile(String name, long bytes, String md5) {
        return RemoteFile.below(MNIST_MIRRORS, name, bytes, md5);
    }

    private static RemoteFile fashionFile(String name, long bytes, String md5) {
        return RemoteFile.below(FASHION_MIRRORS, name, bytes, md5);
    }

    /**
     * The subset of MNIST within the jar: 6,000 training images and 2,000 test images, as many of each digit, chosen once
     * for all from the training and the test set of MNIST.
     *
     * @return both parts
     * @throws DataSetException if the jar is damaged
     */
    public static TrainTest builtInMnist() {
        return BuiltInMnist.read();
    }

    /**
     * Reads MNIST from its four IDX files.
     *
     * @param folder the folder with the files, see {@link IdxReader#readFolder}
     * @return both parts
     * @throws DataSetException if the folder or a file is missing or damaged
     */
    public static TrainTest mnist(Path folder) {
        return IdxReader.readFolder(folder, "MNIST", DIGITS);
    }

    /**
     * Reads Fashion-MNIST from its four IDX files.
     *
     * @param folder the folder with the files, see {@link IdxReader#readFolder}
     * @return both parts
     * @throws DataSetException if the folder or a file is missing or damaged
     */
    public static TrainTest fashionMnist(Path folder) {
        return IdxReader.readFolder(folder, "Fashion-MNIST", GARMENTS);
    }

    /**
     * Reads CIFAR-10 from the six files of its binary version.
     *
     * @param folder the folder with the files, see {@link Cifar10Reader#read}
     * @return both parts
     * @throws DataSetException if the folder or a file is missing or damaged
     */
    public static TrainTest cifar10(Path folder) {
        return Cifar10Reader.read(folder);
    }

    /**
     * Reads a folder of image files, with a folder for each class or in the layout of Tiny-ImageNet-200; {@link
     * ImageFolder} reads a part of one.
     *
     * @param folder the folder, see {@link ImageFolder#open}
     * @param shape the shape that each image is brought to, see {@link ImageDecoder}
     * @param progress is told how many images have been read
     * @return the images, in an order that is spread evenly over the classes
     * @throws DataSetException if the folder has no such layout, or an image is missing or damaged
     * @throws IllegalArgumentException if the shape has neither 1 nor 3 channels
     */
    public static ImageDataSet imageFolder(Path folder, ImageShape shape, ReadProgress progress) {
        return ImageFolder.open(folder).read(shape, progress);
    }

    /**
     * Reads Tiny-ImageNet-200; the validation part, whose classes are known, serves as the test set. Of 64×64 in colour, the
     * training set takes 1.2 GB of memory.
     *
     * @param folder the unpacked folder, see {@link ImageFolder#tinyImageNetTrain}
     * @param shape the shape that each image is brought to, see {@link ImageDecoder}
     * @param progress is told how many images of the part at hand have been read
     * @return both parts
     * @throws DataSetException if the folder or a file is missing or damaged
     * @throws IllegalArgumentException if the shape has neither 1 nor 3 channels
     */
    public static TrainTest tinyImageNet(Path folder, ImageShape shape, ReadProgress progress) {
        ImageFolder train = ImageFolder.tinyImageNetTrain(folder);
        ImageFolder validation = ImageFolder.tinyImageNetValidation(folder);
        return new TrainTest(train.read(shape, progress), validation.read(shape, progress));
    }

    /**
     * Reads the validation part of Tiny-ImageNet-200 alone, 10,000 images.
     *
     * @param folder the unpacked folder, see {@link ImageFolder#tinyImageNetValidation}
     * @param shape the shape that each image is brought to, see {@link ImageDecoder}
     * @param progress is told how many images have been read
     * @return the images, in an order that is spread evenly over the classes
     * @throws DataSetException if the folder or a file is missing or damaged
     * @throws IllegalArgumentException if the shape has neither 1 nor 3 channels
     */
    public static ImageDataSet tinyImageNetValidation(Path folder, ImageShape shape, ReadProgress progress) {
        return ImageFolder.tinyImageNetValidation(folder).read(shape, progress);
    }

    /**
     * Downloads what is missing of MNIST (11 MB) and reads it.
     *
     * @param folder where to keep the files
     * @param progress is told how far the download has come
     * @return both parts
     * @throws DataSetException if no mirror has the files, or the folder cannot be written
     */
    public static TrainTest downloadMnist(Path folder, DownloadProgress progress) {
        new Download().fetch(MNIST_FILES, folder, progress);
        return mnist(folder);
    }

    /**
     * Downloads what is missing of Fashion-MNIST (30 MB) and reads it.
     *
     * @param folder where to keep the files
     * @param progress is told how far the download has come
     * @return both parts
     * @throws DataSetException if no mirror has the files, or the folder cannot be written
     */
    public static TrainTest downloadFashionMnist(Path folder, DownloadProgress progress) {
        new Download().fetch(FASHION_FILES, folder, progress);
        return fashionMnist(folder);
    }

    /**
     * Downloads CIFAR-10 (170 MB) unless it is there, unpacks it (185 MB), removes the archive, and reads the set.
     *
     * @param folder where to keep the files
     * @param progress is told how far the download has come
     * @return both parts
     * @throws DataSetException if no mirror has the archive, or the folder cannot be written
     */
    public static TrainTest downloadCifar10(Path folder, DownloadProgress progress) {
        List<String> files = new ArrayList<>(Cifar10Reader.TRAIN_FILES);
        files.add(Cifar10Reader.TEST_FILE);
        fetchArchive(new Download(), CIFAR10_ARCHIVE, new Unpacked(files, Cifar10Reader.FILE_BYTES), folder, progress);
        return cifar10(folder);
    }

    /**
     * What an archive holds.
     *
     * @param files the plain names of the files
     * @param bytes the length of each
     */
    record Unpacked(List<String> files, long bytes) {
        boolean isIn(Path folder) {
            return files.stream().map(folder::resolve).allMatch(this::isWhole);
        }

        private boolean isWhole(Path file) {
            try {
                return Files.isRegularFile(file) && Files.size(file) == bytes;
            } catch (IOException e) {
                return false;
            }
        }
    }

    static void fetchArchive(
            Download download, RemoteFile archive, Unpacked content, Path folder, DownloadProgress progress) {
        Path target = folder.resolve(Cifar10Reader.ARCHIVE_FOLDER);
        if (content.isIn(folder) || content.isIn(target)) {
            return;
        }
        download.fetch(List.of(archive), folder, progress);
        Path packed = folder.resolve(archive.name());
        TarGz.extract(packed, Set.copyOf(content.files()), content.bytes(), target);
        try {
            Files.delete(packed);
        } catch (IOException e) {
            throw new DataSetException("%s could not be removed: %s; remove it by hand".formatted(packed, e), e);
        }
    }
}
