package org.odenet.core.ode;

/** An ODE function that threw. The message says at which time and evaluation; the cause is what it threw. */
public class OdeFunctionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a function that threw.
     *
     * @param t the time of the evaluation
     * @param evaluation the number of the evaluation in its solve, from 1
     * @param cause what the function threw
     */
    public OdeFunctionException(double t, long evaluation, RuntimeException cause) {
        super(
                "the ODE function failed at t=" + t + ", evaluation " + evaluation + ": "
                        + (cause.getMessage() == null ? cause : cause.getMessage()),
                cause);
    }
}
