package org.odenet.models.serving;

/** What the load leaves to a solve. */
interface Pace {

    /** Whether it takes a step at all. */
    boolean begins();

    /** Whether it takes another step, when the last one took so many nanoseconds. */
    boolean goesOn(long step);

    /** The size of the first step; NaN for the solver to estimate it. */
    double firstStep();

    /** Told the size and the error of the first step that was tried. */
    void tried(double size, double error);
}
