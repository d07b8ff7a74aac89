package org.odenet.models.training;

/** A training that cannot go on. The message names epoch, step and cause; the last checkpoint stays as it was. */
public final class TrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports why a training cannot go on.
     *
     * @param epoch the number of the epoch, from 1
     * @param step the step in the epoch, from 1
     * @param problem what happened and what to do
     * @param cause what led to it, or null
     */
    public TrainingException(int epoch, long step, String problem, Throwable cause) {
        super("training stopped at epoch " + epoch + ", step " + step + ": " + problem, cause);
    }
}
