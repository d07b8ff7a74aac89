package org.odenet.models.data;

/** Is told how far a download has come. */
@FunctionalInterface
public interface DownloadProgress {
    /**
     * Called whenever more bytes have arrived, on the thread that downloads. Bytes that had arrived in an earlier,
     * interrupted download count as done; where a mirror makes the download start again, the count goes back.
     *
     * @param bytesDone the bytes that are there
     * @param bytesTotal the bytes to come in all
     */
    void update(long bytesDone, long bytesTotal);

    /**
     * Ignores the progress.
     *
     * @return a callback that does nothing
     */
    static DownloadProgress none() {
        return (bytesDone, bytesTotal) -> {};
    }
}
