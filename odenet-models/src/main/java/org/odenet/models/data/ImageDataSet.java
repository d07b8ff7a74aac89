package org.odenet.models.data;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, immutable: unsigned bytes {@code [count, channels, height, width]} with one class label
 * an image. Subsets share the memory of the whole.
 */
public final class ImageDataSet {
    private final String name;
    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;
    private final List<String> classNames;
    /** The images of this set are those from {@code first} on in the shared arrays. */
    private final int first;

    private final int size;

    private ImageDataSet(ImageDataSet whole, int first, int size) {
        this.name = whole.name;
        this.channels = whole.channels;
        this.height = whole.height;
        this.width = whole.width;
        this.pixels = whole.pixels;
        this.labels = whole.labels;
        this.classNames = whole.classNames;
        this.first = first;
        this.size = size;
    }

    private ImageDataSet(
            String name, int channels, int height, int width, byte[] pixels, int[] labels, List<String> classNames) {
        this.name = Objects.requireNonNull(name, "name");
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
        this.first = 0;
        this.size = labels.length;
        checkSizes();
        checkLabels();
    }

    /**
     * A data set of its own copy of the given pixels and labels.
     *
     * @param name the name of the set, for messages and reports
     * @param channels the channels of an image
     * @param height the rows of an image
     * @param width the columns of an image
     * @param pixels the unsigned bytes, {@code [count, channels, height, width]}
     * @param labels one class number an image
     * @param classNames the names of the classes; the labels are positions in this list
     * @return the data set
     * @throws IllegalArgumentException if a size is not positive, the sizes do not agree, or a label has no class
     */
    public static ImageDataSet of(
            String name, int channels, int height, int width, byte[] pixels, int[] labels, List<String> classNames) {
        return new ImageDataSet(name, channels, height, width, pixels.clone(), labels.clone(), classNames);
    }

    /**
     * A data set whose classes are named by their numbers.
     *
     * @param name the name of the set, for messages and reports
     * @param channels the channels of an image
     * @param height the rows of an image
     * @param width the columns of an image
     * @param pixels the unsigned bytes, {@code [count, channels, height, width]}
     * @param labels one class number an image
     * @param classes the number of classes
     * @return the data set
     * @throws IllegalArgumentException if a size is not positive, the sizes do not agree, or a label has no class
     */
    public static ImageDataSet of(
            String name, int channels, int height, int width, byte[] pixels, int[] labels, int classes) {
        return of(name, channels, height, width, pixels, labels, numbered(classes));
    }

    /** A data set that takes the arrays as they are; the caller must not keep them. */
    static ImageDataSet owning(
            String name, int channels, int height, int width, byte[] pixels, int[] labels, List<String> classNames) {
        return new ImageDataSet(name, channels, height, width, pixels, labels, classNames);
    }

    /** The class names "0", "1", … of sets whose classes have no others. */
    static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    private void checkSizes() {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "data set '%s': channels, height and width must be positive, but are %d, %d, %d"
                            .formatted(name, channels, height, width));
        }
        if (classNames.isEmpty()) {
            throw new IllegalArgumentException("data set '%s' has no classes; name at least one".formatted(name));
        }
        long expected = Math.multiplyExact((long) channels * height, (long) width * labels.length);
        if (pixels.length != expected) {
            throw new IllegalArgumentException(
                    "data set '%s': %d labels and images of %dx%dx%d need %d pixel bytes, but there are %d"
                            .formatted(name, labels.length, channels, height, width, expected, pixels.length));
        }
    }

    private void checkLabels() {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes()) {
                throw new IllegalArgumentException(
                        "data set '%s': label %d of image %d is outside 0..%d (%d classes); correct it, or name more classes"
                                .formatted(name, labels[i], i, classes() - 1, classes()));
            }
        }
    }

    /**
     * The name of the set.
     *
     * @return the name, for messages and reports
     */
    public String name() {
        return name;
    }

    /**
     * The number of images.
     *
     * @return how many images there are
     */
    public int size() {
        return size;
    }

    /**
     * The channels of an image.
     *
     * @return 1 for grey images, 3 for red, green and blue
     */
    public int channels() {
        return channels;
    }

    /**
     * The rows of an image.
     *
     * @return the height in pixels
     */
    public int height() {
        return height;
    }

    /**
     * The columns of an image.
     *
     * @return the width in pixels
     */
    public int width() {
        return width;
    }

    /**
     * The shape of an image, such as for reading other images alike.
     *
     * @return {@code [channels, height, width]}
     */
    public ImageShape imageShape() {
        return new ImageShape(channels, height, width);
    }

    /**
     * The number of classes.
     *
     * @return how many classes there are
     */
    public int classes() {
        return classNames.size();
    }

    /**
     * The names of the classes, in the order of the labels.
     *
     * @return the names, unmodifiable
     */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * The bytes of one image.
     *
     * @return channels × height × width
     */
    public int imageBytes() {
        return channels * height * width;
    }

    /**
     * The class of an image.
     *
     * @param image the position of the image
     * @return the label, from 0 to classes() − 1
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public int label(int image) {
        return labels[first + Objects.checkIndex(image, size)];
    }

    /**
     * One pixel.
     *
     * @param image the position of the image
     * @param channel the channel
     * @param row the row, from the top
     * @param column the column, from the left
     * @return the value, from 0 to 255
     * @throws IndexOutOfBoundsException if there is no such pixel
     */
    public int pixel(int image, int channel, int row, int column) {
        int plane = Objects.checkIndex(channel, channels) * height + Objects.checkIndex(row, height);
        return pixels[offset(image) + plane * width + Objects.checkIndex(column, width)] & 0xFF;
    }

    /**
     * Copies the raw bytes of one image, {@code [channels, height, width]}.
     *
     * @param image the position of the image
     * @param target where to put the {@link #imageBytes()} unsigned bytes
     * @param at the position of the first byte in the target
     * @throws IndexOutOfBoundsException if there is no such image or the target is too small
     */
    public void copyImage(int image, byte[] target, int at) {
        System.arraycopy(pixels, offset(image), target, at, imageBytes());
    }

    private int offset(int image) {
        return (first + Objects.checkIndex(image, size)) * imageBytes();
    }

    /**
     * The images from one position up to another, without copying.
     *
     * @param from the first image
     * @param to the image after the last
     * @return the images {@code from} to {@code to − 1}
     * @throws IndexOutOfBoundsException if the range is not within the set
     */
    public ImageDataSet subset(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return new ImageDataSet(this, first + from, to - from);
    }

    /**
     * The first images, without copying.
     *
     * @param images how many
     * @return the first {@code images} images
     * @throws IndexOutOfBoundsException if the set has fewer
     */
    public ImageDataSet take(int images) {
        return subset(0, images);
    }

    /**
     * The same images in another shape: resized, keeping their proportions, until they just cover it, and the middle cut
     * out; grey from colours by their luminance, colours from grey as equal parts. As {@link ImageDecoder} does with files.
     *
     * @param shape the shape, of 1 or 3 channels
     * @return a copy in that shape, or this set if it has it already
     * @throws IllegalArgumentException if the images or the shape have neither 1 nor 3 channels, or the set would be too
     *     large for an array
     */
    public ImageDataSet resizedTo(ImageShape shape) {
        if (shape.equals(imageShape())) {
            return this;
        }
        return ImageResizing.resized(this, shape);
    }

    /**
     * The name and the sizes.
     *
     * @return a line for reports
     */
    @Override
    public String toString() {
        return "%s: %d images [%d, %d, %d], %d classes".formatted(name, size, channels, height, width, classes());
    }
}
