package org.odenet.models.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch in Java arrays. The pixel work happens in these, so that batches that nobody takes hold no native memory.
 *
 * @param shape the shape of one image
 * @param classes the number of classes
 * @param features the images, {@code [batch, channels, height, width]}
 * @param labels the class of each image
 */
record PlainBatch(ImageShape shape, int classes, double[] features, int[] labels) {
    PlainBatch(ImageShape shape, int classes, int count) {
        this(shape, classes, new double[Math.multiplyExact(count, shape.length())], new int[count]);
    }

    /** Copies the batch into arrays of its own, outside of any workspace, so that closing the batch frees them. */
    Batch toBatch(DataType type) {
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            long[] imagesShape = {labels.length, shape.channels(), shape.height(), shape.width()};
            INDArray images = create(features, imagesShape, type);
            INDArray oneHot = create(oneHot(), new long[] {labels.length, classes}, type);
            return new Batch(images, oneHot, labels);
        } finally {
            outside.close();
        }
    }

    private static INDArray create(double[] values, long[] shape, DataType type) {
        return type == DataType.DOUBLE ? Nd4j.create(values, shape, type) : Nd4j.create(toFloats(values), shape, type);
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private double[] oneHot() {
        double[] oneHot = new double[Math.multiplyExact(labels.length, classes)];
        for (int i = 0; i < labels.length; i++) {
            oneHot[i * classes + labels[i]] = 1;
        }
        return oneHot;
    }
}
