package org.odenet.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.odenet.models.data.ImageFolder.LabelledFile;

/** Decodes many image files on all processors into one data set. */
final class ImageFolderReader {
    private static final int IMAGES_A_PART = 32;

    private final ImageDecoder decoder;
    private final ReadProgress progress;

    ImageFolderReader(ImageDecoder decoder, ReadProgress progress) {
        this.decoder = decoder;
        this.progress = progress;
    }

    ImageDataSet read(String name, List<String> classNames, List<LabelledFile> files) {
        byte[] pixels = allocate(name, files.size());
        decodeAll(name, files, pixels);
        ImageShape shape = decoder.shape();
        int[] labels = files.stream().mapToInt(LabelledFile::label).toArray();
        return ImageDataSet.owning(name, shape.channels(), shape.height(), shape.width(), pixels, labels, classNames);
    }

    private byte[] allocate(String name, int images) {
        int length = decoder.shape().length();
        int most = (Integer.MAX_VALUE - Byte.SIZE) / length;
        if (images > most) {
            throw new DataSetException(
                    "%s: %d images of %d bytes do not fit into an array; take at most %d images, or smaller ones"
                            .formatted(name, images, length, most));
        }
        return new byte[images * length];
    }

    private void decodeAll(String name, List<LabelledFile> files, byte[] pixels) {
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int from = 0; from < files.size(); from += IMAGES_A_PART) {
                int start = from;
                parts.add(workers.submit(() -> decodePart(files, start, pixels)));
            }
            awaitAll(parts, files.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException("%s: reading was interrupted; read it again".formatted(name), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private void decodePart(List<LabelledFile> files, int from, byte[] pixels) {
        int to = Math.min(files.size(), from + IMAGES_A_PART);
        for (int i = from; i < to && !Thread.currentThread().isInterrupted(); i++) {
            byte[] image = decoder.decode(files.get(i).file());
            System.arraycopy(image, 0, pixels, i * image.length, image.length);
        }
    }

    /** Waits for the parts in their order, so that of several faults always the same one is told. */
    private void awaitAll(List<Future<?>> parts, int images) throws InterruptedException {
        for (int i = 0; i < parts.size(); i++) {
            await(parts.get(i));
            progress.update(Math.min(images, (i + 1) * IMAGES_A_PART), images);
        }
    }

    private static void await(Future<?> part) throws InterruptedException {
        if (Thread.interrupted()) {
            // A part that is done would not notice.
            throw new InterruptedException();
        }
        try {
            part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            // A part throws nothing checked.
            throw (RuntimeException) e.getCause();
        }
    }
}
