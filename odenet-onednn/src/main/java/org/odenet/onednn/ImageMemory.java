package org.odenet.onednn;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Nhwc;

/**
 * The native memory of images {@code [batch, channels, height, width]}, channels last. It is the images' own where they
 * have that order, at almost no cost; else it is a copy.
 */
final class ImageMemory implements AutoCloseable {

    private final INDArray images;
    private final Nhwc copy;

    private ImageMemory(INDArray images, Nhwc copy) {
        this.images = images;
        this.copy = copy;
    }

    static ImageMemory read(INDArray images) {
        return new ImageMemory(images, Nhwc.isNhwc(images) ? null : Nhwc.read(images));
    }

    /** The images must be overwritten as a whole; they are complete when the result is closed. */
    static ImageMemory write(INDArray images) {
        return new ImageMemory(images, Nhwc.isNhwc(images) ? null : Nhwc.write(images));
    }

    /** The images are read and changed; they are complete when the result is closed. */
    static ImageMemory update(INDArray images) {
        ImageMemory memory = write(images);
        if (memory.copy != null) {
            memory.copy.array().assign(images.permute(0, 2, 3, 1));
        }
        return memory;
    }

    private INDArray array() {
        return copy == null ? images : copy.array();
    }

    /** Where a sample begins. */
    long addressOf(long sample) {
        return Address.of(array()) + sample * (images.length() / images.size(0)) * Float.BYTES;
    }

    /** The values of all images. */
    NativeFloats floats() {
        return Address.nativeFloats(Address.of(array()), images.length());
    }

    /** Refuses tensors that native code must not touch. */
    static void require(INDArray images, String what, long... shape) {
        if (images.rank() != 4 || images.dataType() != DataType.FLOAT || !hasShape(images, shape)) {
            throw new IllegalArgumentException("the " + what + " is " + images.dataType() + " "
                    + Arrays.toString(images.shape()) + "; it must be FLOAT "
                    + Arrays.toString(shape));
        }
    }

    /** Refuses tensors that are not images at all. */
    static void requireImages(INDArray images, String what) {
        if (images.rank() != 4 || images.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("the " + what + " is " + images.dataType() + " "
                    + Arrays.toString(images.shape()) + "; it must be FLOAT [batch, channels, height, width]");
        }
    }

    private static boolean hasShape(INDArray images, long[] shape) {
        for (int axis = 0; axis < shape.length; axis++) {
            if (images.size(axis) != shape[axis]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
        // Until here native code held only the address.
        Reference.reachabilityFence(images);
    }
}
