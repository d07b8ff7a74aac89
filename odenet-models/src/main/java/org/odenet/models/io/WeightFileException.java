package org.odenet.models.io;

import java.nio.file.Path;

/**
 * A file of tensors cannot be used: it is damaged, truncated, of another format, or does not hold what is asked of it.
 * The message names the file, the tensor or place, the values found, and what to do.
 */
public final class WeightFileException extends RuntimeException {

    /**
     * States what is wrong with a file.
     *
     * @param file the file
     * @param problem what is wrong, with the tensor and the values
     * @param remedy what the reader of the message can do
     */
    public WeightFileException(Path file, String problem, String remedy) {
        this(file, problem, remedy, null);
    }

    /**
     * States what is wrong with a file, and which failure showed it.
     *
     * @param file the file
     * @param problem what is wrong, with the tensor and the values
     * @param remedy what the reader of the message can do
     * @param cause the failure underneath, or null
     */
    public WeightFileException(Path file, String problem, String remedy, Throwable cause) {
        super(file + ": " + problem + "; " + remedy, cause);
    }
}
