package org.odenet.examples.index;

import java.nio.file.Path;
import java.util.Map;

/**
 * Whose features an index holds, as it stands in each commit.
 *
 * @param fingerprint tells the network
 * @param dimension the width of the features
 */
record IndexIdentity(String fingerprint, int dimension) {

    /** Lucene's limit. */
    private static final int MAX_DIMENSION = 1024;

    private static final String FINGERPRINT = "odenet.fingerprint";
    private static final String DIMENSION = "odenet.dimension";

    IndexIdentity {
        if (fingerprint == null || fingerprint.isBlank()) {
            throw new IllegalArgumentException("the fingerprint is empty; ModelFingerprint.of(classifier) gives one");
        }
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "the dimension is %d; the index takes 1 to %d".formatted(dimension, MAX_DIMENSION));
        }
    }

    Map<String, String> asCommitData() {
        return Map.of(FINGERPRINT, fingerprint, DIMENSION, Integer.toString(dimension));
    }

    /** Fails if an index holds the features of another network. */
    void requireSame(Path folder, Map<String, String> commitData) {
        String found = commitData.get(FINGERPRINT);
        if (found == null) {
            throw new IllegalArgumentException(
                    folder + ": holds an index that was made by another program; give another folder");
        }
        if (!found.equals(fingerprint)) {
            throw new IllegalArgumentException(folder + ": the index holds features of the network " + found
                    + ", but this is the network " + fingerprint
                    + ", whose features cannot be compared with them; load that network, or give another folder");
        }
        String width = commitData.get(DIMENSION);
        if (!Integer.toString(dimension).equals(width)) {
            throw new IllegalArgumentException(
                    "%s: the index holds features of %s values, but %d were asked for; give the same number, or another folder"
                            .formatted(folder, width, dimension));
        }
    }
}
