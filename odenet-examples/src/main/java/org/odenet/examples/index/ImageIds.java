package org.odenet.examples.index;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.odenet.models.data.ImageDataSet;

/**
 * Names of the images of a data set: the number there, and the beginning of a SHA-256 of size, class and pixels, such as
 * {@code 17-3fa9c0d2}. So an image that is in an index by its name is that image, and no other of the same number.
 */
public final class ImageIds {

    private static final int DIGEST_BYTES = 4;

    private ImageIds() {}

    /**
     * The names of all images.
     *
     * @param images the images
     * @return the names in the order of the images, all different
     */
    public static List<String> of(ImageDataSet images) {
        MessageDigest digest = sha256();
        byte[] pixels = new byte[images.imageBytes()];
        List<String> ids = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            digest.update(ByteBuffer.allocate(3 * Integer.BYTES)
                    .putInt(images.height())
                    .putInt(images.width())
                    .putInt(images.label(i))
                    .flip());
            images.copyImage(i, pixels, 0);
            ids.add(i + "-" + HexFormat.of().formatHex(digest.digest(pixels), 0, DIGEST_BYTES));
        }
        return ids;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
