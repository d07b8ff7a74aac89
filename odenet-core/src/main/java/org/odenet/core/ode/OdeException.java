package org.odenet.core.ode;

/** A solve that ended before the end of its interval. The message says what happened, with the numbers, and the remedy. */
public class OdeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient OdeSolution<?> partialSolution;

    /**
     * Reports a solve that ended early.
     *
     * @param message what happened, where, and what to do
     * @param partialSolution the solution up to there
     */
    public OdeException(String message, OdeSolution<?> partialSolution) {
        super(message);
        this.partialSolution = partialSolution;
    }

    /**
     * The solution up to where the solve ended: its outcome, time, last step and statistics.
     *
     * @return the partial solution, to be closed by who catches this where states are tensors
     */
    public OdeSolution<?> partialSolution() {
        return partialSolution;
    }
}
