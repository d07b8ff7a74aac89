package org.odenet.models.serving;

/** What the load leaves to a solve. */
interface Pace {

    /** Whether it takes a step at all. */
    boolean begins();

    /** Whether it takes another step, when the last one took so many nanoseconds. */
    boolean goesOn(long step);

    /** The size of the first step; NaN for the solver to estimate it. */
    double firstStep();

    /** Told as soon as the first step was tried. */
    void tried();

    /** Told its size and error, unless the end of the interval cut it short. */
    void sized(double step, double error);
}
