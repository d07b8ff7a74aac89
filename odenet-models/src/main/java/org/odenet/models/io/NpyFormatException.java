package org.odenet.models.io;

/** A .npy array is not sound or not supported; says only what is wrong, for the reader that knows file and entry. */
final class NpyFormatException extends Exception {

    NpyFormatException(String problem) {
        super(problem);
    }
}
