package org.odenet.models.data;

/** Is told how far the reading of image files has come. */
@FunctionalInterface
public interface ReadProgress {
    /**
     * Called whenever more images have been read, on the thread that asked for them.
     *
     * @param imagesDone the images that have been read
     * @param imagesTotal the images to be read in all
     */
    void update(int imagesDone, int imagesTotal);

    /**
     * Ignores the progress.
     *
     * @return a callback that does nothing
     */
    static ReadProgress none() {
        return (imagesDone, imagesTotal) -> {};
    }
}
