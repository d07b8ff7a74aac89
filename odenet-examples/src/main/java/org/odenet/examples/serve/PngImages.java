package org.odenet.examples.serve;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.odenet.models.data.ImageDataSet;

/** Images of a data set as PNG files. */
final class PngImages {

    private PngImages() {}

    static byte[] of(ImageDataSet images, int image) {
        BufferedImage picture = new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
        int green = Math.min(1, images.channels() - 1);
        int blue = images.channels() - 1;
        for (int row = 0; row < images.height(); row++) {
            for (int column = 0; column < images.width(); column++) {
                picture.setRGB(
                        column,
                        row,
                        images.pixel(image, 0, row, column) << 16
                                | images.pixel(image, green, row, column) << 8
                                | images.pixel(image, blue, row, column));
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an image in memory could not be written as PNG", e);
        }
    }
}
