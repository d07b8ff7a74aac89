package org.odenet.models.io;

import java.nio.file.Path;

/** A JSON file cannot be used. The message names the file, the place in it, what is wrong there, and what to do. */
public final class JsonFileException extends RuntimeException {

    JsonFileException(Path file, String place, String problem, String remedy, Throwable cause) {
        super(file + ": " + place + problem + "; " + remedy, cause);
    }
}
