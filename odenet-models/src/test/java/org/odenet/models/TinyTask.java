package org.odenet.models;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.TrainTest;

/** A task that a network of few weights learns in seconds: does a bar lie, stand, or is there none? */
public final class TinyTask {

    public static final int SIZE = 8;
    public static final int CLASSES = 3;

    private TinyTask() {}

    /** Grey images [1, 8, 8] of three classes. */
    public static TrainTest data(int train, int test) {
        return new TrainTest(images("bars", train, 1), images("bars", test, 2));
    }

    public static ImageDataSet images(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIZE * SIZE];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(CLASSES);
            int place = random.nextInt(1, SIZE - 1);
            for (int row = 0; row < SIZE; row++) {
                for (int column = 0; column < SIZE; column++) {
                    boolean bright = labels[i] == 0 && row == place || labels[i] == 1 && column == place;
                    pixels[(i * SIZE + row) * SIZE + column] = (byte) (random.nextInt(60) + (bright ? 180 : 0));
                }
            }
        }
        return ImageDataSet.of(name, 1, SIZE, SIZE, pixels, labels, CLASSES);
    }

    /** The sizes of a small network for these images. */
    public static OdeNetConfig config() {
        return OdeNetConfig.mnist().withImages(1, CLASSES).withFilters(8).withSeed(3);
    }

    public static ImageClassifier odeOnly() {
        return OdeNets.odeOnly(config());
    }

    /** Inputs as a network takes them, drawn from -1 to 1. */
    public static INDArray inputs(DataType type, int count, long seed) {
        double[] values = new SplittableRandom(seed)
                .doubles((long) count * SIZE * SIZE, -1, 1)
                .toArray();
        return Nd4j.create(values, new long[] {count, 1, SIZE, SIZE}, 'c').castTo(type);
    }
}
