package org.odenet.models.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A folder of image files with classes, listed but not read yet. The images are in rounds: the first image of each class,
 * then the second of each, and so on, so that each beginning of the set is spread evenly over the classes. Classes and the
 * files of a class are in the order of their names; the same folder always gives the same order.
 *
 * <pre>{@code
 * ImageDataSet photos = ImageFolder.open(Path.of("photos")).atMost(1000).read(train.imageShape(), ReadProgress.none());
 * }</pre>
 */
public final class ImageFolder {
    private final String name;
    private final List<String> classNames;
    private final List<LabelledFile> files;

    /** An image file and its class. */
    record LabelledFile(Path file, int label) {}

    private ImageFolder(String name, List<String> classNames, List<LabelledFile> files) {
        this.name = name;
        this.classNames = List.copyOf(classNames);
        this.files = List.copyOf(files);
    }

    /**
     * Takes the files of each class in rounds.
     *
     * @param filesOfClasses for each class its files in order
     */
    static ImageFolder inRounds(String name, List<String> classNames, List<List<Path>> filesOfClasses) {
        List<LabelledFile> files = new ArrayList<>();
        int rounds = filesOfClasses.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (int label = 0; label < filesOfClasses.size(); label++) {
                List<Path> ofClass = filesOfClasses.get(label);
                if (round < ofClass.size()) {
                    files.add(new LabelledFile(ofClass.get(round), label));
                }
            }
        }
        return new ImageFolder(name, classNames, files);
    }

    /**
     * Lists a folder in one of two layouts, told by what is there:
     *
     * <ul>
     *   <li>a folder of classes, {@code folder/class-name/*.png} (or jpg, jpeg, gif, bmp, in small or capital letters);
     *       other files and names that start with a dot are left out;
     *   <li>Tiny-ImageNet-200 ({@code wnids.txt} is there, or is in the sub folder {@code tiny-imagenet-200}): its
     *       validation part, see {@link #tinyImageNetValidation}.
     * </ul>
     *
     * @param folder the folder
     * @return the images to read
     * @throws DataSetException if the folder is missing, has neither layout, or a class has no images
     */
    public static ImageFolder open(Path folder) {
        checkFolder(folder);
        return TinyImageNet.isIn(folder) ? tinyImageNetValidation(folder) : FolderOfClasses.list(folder);
    }

    /**
     * Lists the training part of Tiny-ImageNet-200: {@code train/<wnid>/images/*.JPEG}.
     *
     * @param folder the folder with {@code wnids.txt}, or the one above it; {@code words.txt}, where it is there, gives the
     *     names of the classes, which are in the order of their WordNet identifiers
     * @return the images to read
     * @throws DataSetException if a folder or file is missing or damaged
     */
    public static ImageFolder tinyImageNetTrain(Path folder) {
        checkFolder(folder);
        return TinyImageNet.in(folder).train();
    }

    /**
     * Lists the validation part of Tiny-ImageNet-200: {@code val/images/*.JPEG} with the classes in
     * {@code val/val_annotations.txt}; nothing of the training part needs to be there.
     *
     * @param folder the folder with {@code wnids.txt}, or the one above it; {@code words.txt}, where it is there, gives the
     *     names of the classes, which are in the order of their WordNet identifiers
     * @return the images to read
     * @throws DataSetException if a folder or file is missing or damaged
     */
    public static ImageFolder tinyImageNetValidation(Path folder) {
        checkFolder(folder);
        return TinyImageNet.in(folder).validation();
    }

    private static void checkFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataSetException(
                    "images: the folder %s does not exist or is not a folder; check the path".formatted(folder));
        }
    }

    /**
     * The first images only, spread evenly over the classes; all classes keep their names and numbers.
     *
     * @param images how many; a folder that has fewer stays whole
     * @return the images to read
     * @throws IllegalArgumentException if the number is not positive
     */
    public ImageFolder atMost(int images) {
        if (images <= 0) {
            throw new IllegalArgumentException("cannot take %d images; the number must be positive".formatted(images));
        }
        return new ImageFolder(name, classNames, files.subList(0, Math.min(images, files.size())));
    }

    /**
     * The number of images.
     *
     * @return how many images there are to read
     */
    public int size() {
        return files.size();
    }

    /**
     * The names of the classes.
     *
     * @return the names, unmodifiable; the labels are positions in this list
     */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * Reads the images on all processors.
     *
     * @param shape the shape of the images in the data set, see {@link ImageDecoder}
     * @param progress is told how many images have been read
     * @return the data set
     * @throws DataSetException if an image is missing, too large, damaged or truncated (the first such in the order of the
     *     set is named), if the set is too large for an array, or if the calling thread is interrupted
     * @throws IllegalArgumentException if the shape has neither 1 nor 3 channels
     */
    public ImageDataSet read(ImageShape shape, ReadProgress progress) {
        return read(ImageDecoder.to(shape), progress);
    }

    /**
     * Reads the images on all processors, with limits of one's own.
     *
     * @param decoder how to decode each image
     * @param progress is told how many images have been read
     * @return the data set
     * @throws DataSetException as {@link #read(ImageShape, ReadProgress)} does
     */
    public ImageDataSet read(ImageDecoder decoder, ReadProgress progress) {
        Objects.requireNonNull(progress, "progress");
        return new ImageFolderReader(decoder, progress).read(name, classNames, files);
    }
}
