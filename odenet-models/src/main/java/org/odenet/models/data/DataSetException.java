package org.odenet.models.data;

/** A data set could not be read or fetched. The message names the file, the place in it, the values and the remedy. */
public class DataSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault in the data themselves.
     *
     * @param message what is wrong, where, and what to do
     */
    public DataSetException(String message) {
        super(message);
    }

    /**
     * A fault with a cause below it, such as a failed read.
     *
     * @param message what is wrong, where, and what to do
     * @param cause the underlying fault
     */
    public DataSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
