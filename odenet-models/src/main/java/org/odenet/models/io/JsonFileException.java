package org.odenet.models.io;

import java.nio.file.Path;

/** A JSON file cannot be used. The message names the file, the place in it, what is wrong there, and what to do. */
public final class JsonFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a value that cannot be used.
     *
     * @param file the file
     * @param place the place in it, such as {@code "field network: "}; may be empty
     * @param problem what is wrong there
     * @param remedy what to do
     * @param cause what led to it, or null
     */
    public JsonFileException(Path file, String place, String problem, String remedy, Throwable cause) {
        super(file + ": " + place + problem + "; " + remedy, cause);
    }
}
