package org.odenet.models.data;

import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Makes the batches of a data set, epoch by epoch. Immutable; every {@code with…} method returns a new loader.
 *
 * <p>What an epoch holds depends on the seed, the number of the epoch and the data set alone: neither the batch size nor any
 * thread changes the pixels that an image gets.
 *
 * <pre>{@code
 * BatchLoader loader = BatchLoader.of(train, 128).withShuffling(true).withSeed(7);
 * try (EpochBatches batches = loader.epoch(0)) {
 *     while (batches.hasNext()) {
 *         try (Batch batch = batches.next()) {
 *             learn(batch.features(), batch.oneHot());
 *         }
 *     }
 * }
 * }</pre>
 */
public final class BatchLoader {
    private static final Set<DataType> TYPES = Set.of(DataType.FLOAT, DataType.DOUBLE);

    private final ImageDataSet dataSet;
    private final int batchSize;
    private final Settings settings;

    private record Settings(
            boolean shuffling,
            boolean keepPartial,
            long seed,
            Normalization normalization,
            Augmentation augmentation,
            DataType dataType) {
        static final Settings DEFAULTS =
                new Settings(false, true, 0, Normalization.unit(), Augmentation.none(), DataType.FLOAT);
    }

    private BatchLoader(ImageDataSet dataSet, int batchSize, Settings settings) {
        this.dataSet = Objects.requireNonNull(dataSet, "dataSet");
        this.batchSize = batchSize;
        this.settings = settings;
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be positive, but is " + batchSize);
        }
        settings.normalization().checkChannels(dataSet.channels());
    }

    /**
     * A loader that takes the images in their order, scaled to 0..1, as 32-bit numbers, with a smaller last batch.
     *
     * @param dataSet the images
     * @param batchSize the images in a batch
     * @return the loader
     * @throws IllegalArgumentException if the batch size is not positive
     */
    public static BatchLoader of(ImageDataSet dataSet, int batchSize) {
        return new BatchLoader(dataSet, batchSize, Settings.DEFAULTS);
    }

    private BatchLoader with(Settings changed) {
        return new BatchLoader(dataSet, batchSize, changed);
    }

    /**
     * Whether each epoch takes the images in an order of its own, drawn from the seed and the number of the epoch.
     *
     * @param shuffling true for a random order, false (the default) for the order of the data set
     * @return the changed loader
     */
    public BatchLoader withShuffling(boolean shuffling) {
        Settings s = settings;
        return with(new Settings(shuffling, s.keepPartial, s.seed, s.normalization, s.augmentation, s.dataType));
    }

    /**
     * Whether the images that are left over at the end make a smaller batch.
     *
     * @param keep true (the default) to keep them, false to leave them out of the epoch
     * @return the changed loader
     */
    public BatchLoader withPartialBatch(boolean keep) {
        Settings s = settings;
        return with(new Settings(s.shuffling, keep, s.seed, s.normalization, s.augmentation, s.dataType));
    }

    /**
     * The seed of shuffling and augmentation.
     *
     * @param seed the seed; 0 by default
     * @return the changed loader
     */
    public BatchLoader withSeed(long seed) {
        Settings s = settings;
        return with(new Settings(s.shuffling, s.keepPartial, seed, s.normalization, s.augmentation, s.dataType));
    }

    /**
     * How pixels become numbers.
     *
     * @param normalization the normalisation; {@link Normalization#unit()} by default
     * @return the changed loader
     * @throws IllegalArgumentException if it is for another number of channels
     */
    public BatchLoader withNormalization(Normalization normalization) {
        Settings s = settings;
        return with(new Settings(s.shuffling, s.keepPartial, s.seed, normalization, s.augmentation, s.dataType));
    }

    /**
     * The random changes of the images. For training only.
     *
     * @param augmentation the changes; {@link Augmentation#none()} by default
     * @return the changed loader
     */
    public BatchLoader withAugmentation(Augmentation augmentation) {
        Settings s = settings;
        Objects.requireNonNull(augmentation, "augmentation");
        return with(new Settings(s.shuffling, s.keepPartial, s.seed, s.normalization, augmentation, s.dataType));
    }

    /**
     * The type of the numbers in both arrays of a batch.
     *
     * @param dataType {@code FLOAT} (the default) or {@code DOUBLE}
     * @return the changed loader
     * @throws IllegalArgumentException if it is another type
     */
    public BatchLoader withDataType(DataType dataType) {
        if (!TYPES.contains(dataType)) {
            throw new IllegalArgumentException("batches are made as FLOAT or DOUBLE, not as " + dataType);
        }
        Settings s = settings;
        return with(new Settings(s.shuffling, s.keepPartial, s.seed, s.normalization, s.augmentation, dataType));
    }

    /**
     * The data set that the batches come from.
     *
     * @return the images
     */
    public ImageDataSet dataSet() {
        return dataSet;
    }

    /**
     * The images in a full batch.
     *
     * @return the batch size
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * The number of batches in an epoch.
     *
     * @return how many batches {@link #epoch} gives
     */
    public int batchesPerEpoch() {
        int full = dataSet.size() / batchSize;
        return settings.keepPartial && dataSet.size() % batchSize > 0 ? full + 1 : full;
    }

    /**
     * Starts an epoch: one thread prepares its batches ahead until the result is closed.
     *
     * @param epoch the number of the epoch, which chooses the order and the changes of the images
     * @return the batches, to be closed
     */
    public EpochBatches epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * Starts in the middle of an epoch, where an interrupted run left off.
     *
     * @param epoch the number of the epoch, which chooses the order and the changes of the images
     * @param firstBatch how many batches to leave out
     * @return the remaining batches, the same as they would have been; to be closed
     * @throws IllegalArgumentException if the epoch has fewer batches
     */
    public EpochBatches epoch(int epoch, int firstBatch) {
        if (firstBatch < 0 || firstBatch > batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "cannot start at batch %d of an epoch of %d batches".formatted(firstBatch, batchesPerEpoch()));
        }
        return new EpochBatches(this, epoch, firstBatch);
    }

    DataType dataType() {
        return settings.dataType;
    }

    /** The positions of the images in the order of an epoch. */
    int[] order(int epoch) {
        int[] order = IntStream.range(0, dataSet.size()).toArray();
        if (settings.shuffling) {
            ImageRandom.shuffle(order, ImageRandom.ofOrder(settings.seed, epoch));
        }
        return order;
    }

    /** Prepares one batch in plain arrays, on any thread. */
    PlainBatch prepare(int epoch, int[] order, int batch) {
        int from = Math.multiplyExact(batch, batchSize);
        int count = Math.min(batchSize, order.length - from);
        ImageShape shape = dataSet.imageShape();
        PlainBatch plain = new PlainBatch(shape, dataSet.classes(), count);
        for (int i = 0; i < count; i++) {
            int image = order[from + i];
            float[] changed =
                    settings.augmentation.apply(pixels(image), shape, ImageRandom.ofImage(settings.seed, epoch, image));
            settings.normalization.apply(changed, shape.channels(), plain.features(), i * shape.length());
            plain.labels()[i] = dataSet.label(image);
        }
        return plain;
    }

    private float[] pixels(int image) {
        byte[] bytes = new byte[dataSet.imageBytes()];
        dataSet.copyImage(image, bytes, 0);
        float[] pixels = new float[bytes.length];
        for (int p = 0; p < bytes.length; p++) {
            pixels[p] = bytes[p] & 0xFF;
        }
        return pixels;
    }
}
