package org.odenet.benchmarks;

/** Two sides of a comparison compute different things, so that their times say nothing. */
final class DisagreementException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DisagreementException(String name, String peer, String difference) {
        super(name + ": odenet and " + peer + " do not agree: " + difference + "; nothing was timed");
    }
}
