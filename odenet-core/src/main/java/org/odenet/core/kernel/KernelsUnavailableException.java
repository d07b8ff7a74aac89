package org.odenet.core.kernel;

/** Kernels that do not run on this machine. The message says why. */
public class KernelsUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Reports why kernels do not run.
     *
     * @param reason the reason
     */
    public KernelsUnavailableException(String reason) {
        super(reason);
    }

    /**
     * Reports why kernels do not run.
     *
     * @param reason the reason
     * @param cause what was thrown
     */
    public KernelsUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
