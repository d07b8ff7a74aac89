package org.odenet.models.data;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** Brings the images of a data set to another shape. */
final class ImageResizing {

    private static final List<Integer> CHANNELS = List.of(1, 3);

    private ImageResizing() {}

    static ImageDataSet resized(ImageDataSet images, ImageShape shape) {
        requireChannels("the images of '" + images.name() + "'", images.channels());
        requireChannels("images of the shape", shape.channels());
        long bytes = (long) images.size() * shape.length();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%d images of [%d, %d, %d] do not fit into an array; take fewer or smaller ones"
                            .formatted(images.size(), shape.channels(), shape.height(), shape.width()));
        }
        byte[] pixels = new byte[(int) bytes];
        IntStream.range(0, images.size()).parallel().forEach(i -> {
            byte[] image = ImageFit.fit(buffered(images, i), shape);
            System.arraycopy(image, 0, pixels, i * shape.length(), image.length);
        });
        int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
        return ImageDataSet.owning(
                images.name(), shape.channels(), shape.height(), shape.width(), pixels, labels, images.classNames());
    }

    private static void requireChannels(String what, int channels) {
        if (!CHANNELS.contains(channels)) {
            throw new IllegalArgumentException(
                    what + " have " + channels + " channels; only 1 (grey) and 3 (red, green, blue) can be converted");
        }
    }

    private static BufferedImage buffered(ImageDataSet images, int image) {
        BufferedImage buffered = new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
        int last = images.channels() - 1;
        for (int row = 0; row < images.height(); row++) {
            for (int column = 0; column < images.width(); column++) {
                int red = images.pixel(image, 0, row, column);
                int green = images.pixel(image, Math.min(1, last), row, column);
                int blue = images.pixel(image, last, row, column);
                buffered.setRGB(column, row, red << 16 | green << 8 | blue);
            }
        }
        return buffered;
    }
}
